"""A question to passages and evidence sentences. May import ingest, models/embedder and text."""
