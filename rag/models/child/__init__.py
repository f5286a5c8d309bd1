"""The child process: logits to text. May import models/runtimes and models/store."""
