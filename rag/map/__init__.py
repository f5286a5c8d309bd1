"""The map of the papers: where each stands, and the topics that they form."""
