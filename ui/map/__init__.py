"""The map of the papers as a panel: a canvas, and the same as a list."""
