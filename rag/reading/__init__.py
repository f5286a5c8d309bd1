"""The fitted reader: which evidence is part of the answer, and does it answer? May import retrieval and text."""
