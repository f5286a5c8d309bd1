"""Every reason to say no. May import grounding, question, retrieval and text."""
