"""The list of papers: searched, filtered, opened; the scope of a question; papers of one's own."""
