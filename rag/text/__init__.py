"""Words, numbers, negation and language of a text. Knows no paper and no model; imports nothing of ours."""
