"""From a question to what it asks of the collection; knows no papers."""
