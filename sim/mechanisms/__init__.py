"""The mechanisms: how the organisation works, one file a mechanism, each equation with its source."""
