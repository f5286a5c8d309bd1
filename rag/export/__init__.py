"""Papers out again: BibTeX, RIS, CSV and JSON Lines, so that they are read back as they were. Knows no index."""
