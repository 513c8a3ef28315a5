"""Profiles of real authorities, made from published figures or from a plain list of teams."""
