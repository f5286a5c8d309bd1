"""Fit how well a sentence is supported by what it cites. May import the fits beside it."""
