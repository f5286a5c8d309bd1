"""Text to vectors. May import machine and text."""
