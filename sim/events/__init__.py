"""Timed events: what happens to the service at a set time, in every arm, whatever is done about it."""
