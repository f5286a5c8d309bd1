"""Answers, refusals and sources as HTML: pure functions, all text escaped."""
