"""The fitted reader: which evidence sentences are part of the answer? May import retrieval and text."""
