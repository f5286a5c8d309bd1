"""How long things take, and what the machine could do at best."""
