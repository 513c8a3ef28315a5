"""The report of a comparison: one page for a person with five minutes, read from the folder of results alone."""
