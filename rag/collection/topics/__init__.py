"""Which papers deal with a topic, by their words and their meaning; knows no questions."""
