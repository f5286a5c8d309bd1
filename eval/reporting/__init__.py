"""Runs compared, summed up and written down."""
