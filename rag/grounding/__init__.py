"""From each sentence of an answer to the evidence that supports it. May import retrieval and text."""
