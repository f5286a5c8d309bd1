"""A question about the collection, read by patterns into a CollectionQuestion."""
