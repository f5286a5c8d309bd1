"""Evidence to what is said: the prompt, the reading, the writing. May import every room but shell."""
