"""From evidence to an answer: the prompt, the reading, the writing. May import every room but shell."""
