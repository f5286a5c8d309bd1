"""What is computed from texts, in immutable segments; knows where its rows are, never whose they are now."""
