"""The plan of a question: read once by the language model, and checked by its words. May import text."""
