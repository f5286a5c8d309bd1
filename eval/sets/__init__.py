"""Question sets: their format, their files, their gold."""
