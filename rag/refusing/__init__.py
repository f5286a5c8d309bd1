"""The reasons to refuse an answer. May import grounding, question, retrieval and text."""
