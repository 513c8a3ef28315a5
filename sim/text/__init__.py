"""Plain text: numbers as a reader sees them, and tables for a terminal. Every part that speaks to a reader uses it."""
