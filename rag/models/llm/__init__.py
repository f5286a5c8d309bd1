"""The language model as LlamaIndex knows it, in a process of its own. May import models/runtimes."""
