"""Two runs compared: intervals, and differences beyond chance."""
