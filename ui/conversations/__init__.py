"""Conversations that are kept, what a visitor takes along or says of an answer, and the settings of a visitor."""
