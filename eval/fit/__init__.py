"""Scripts that fit the weights of rag, and report how well the fits do."""
