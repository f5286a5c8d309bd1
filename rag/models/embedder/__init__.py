"""Text to vectors. May import models/store, machine and text."""
