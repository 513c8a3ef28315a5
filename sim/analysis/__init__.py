"""What is learned from runs: surveys, patterns and measurements; reads states and results, never changes them."""
