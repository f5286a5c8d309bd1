"""Each sentence of an answer to the evidence it rests on. May import retrieval, question and text."""
