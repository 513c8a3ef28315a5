"""Figures: they read result tables only, never a model."""
