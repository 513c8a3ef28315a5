"""Whole folders of results: tables, figures and report of a study written together, reported on again, run again."""
