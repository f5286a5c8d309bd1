"""What is asked, and of how many papers. May import collection, retrieval and text."""
