"""How papers become an index: what is new is embedded, what is known is kept, what is damaged is mended."""
