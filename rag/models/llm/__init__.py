"""The parent process: starts the child process and asks it, as an LLM of LlamaIndex. May import models/child."""
