"""What is stored and how it is searched; knows records and vectors, never models."""
