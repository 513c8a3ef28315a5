"""The settings: everything a user may set, and the reading of it from files and the command line."""
