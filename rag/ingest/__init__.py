"""Files to papers, papers to an index. May import models/embedder, machine and text."""
