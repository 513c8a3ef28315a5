"""Designs: which points of a space of settings are run. A design is a table, one row a point, one column a factor."""
