"""The commands of a terminal. May import everything else of rag."""
