"""Weights to tokens: one module for each way to run a language model. May import models/store and machine."""
