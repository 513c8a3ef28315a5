"""The interventions: they move levers, and never touch people or equations."""
