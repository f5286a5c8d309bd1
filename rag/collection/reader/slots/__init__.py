"""The parts of such a question: dates, counts, fields, and the words around them."""
