"""The chat page: answers beside their sources."""
