"""Texts to raw records, one module a kind of format; `known` is the table of them."""
