"""The settings: everything a user may set, each with its meaning, unit, range, source and grade."""
