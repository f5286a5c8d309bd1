"""What the numbers of rag are fitted with, and how well the fits do."""
