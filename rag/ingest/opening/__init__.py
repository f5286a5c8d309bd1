"""Paths to documents: folders, archives and encodings. Nothing here knows what the text of a file means."""
