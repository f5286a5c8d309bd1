"""Weights to logits: the models, the files made for them, and which one suits this machine. May import machine."""
