"""The question: cleaned, joined with its history, cut into parts. May import collection, retrieval and text."""
