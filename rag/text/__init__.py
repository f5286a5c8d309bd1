"""Words, numbers, negation and language of a text. Knows no model; imports only the records of index_store."""
