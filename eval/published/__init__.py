"""Published question and retrieval sets, read and asked."""
