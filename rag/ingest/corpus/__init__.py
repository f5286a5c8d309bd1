"""The two listing pages of paper abstracts that ship with the program, as plain text."""
