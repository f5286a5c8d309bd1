"""What a cited sentence does for the answer, in words: at the marker, at the sentence and in the key."""

from rag.answer import Answer, Citation, Support
from rag.collection.collected import COLLECTION

SUPPORT_WORDS: dict[Support, str] = {
    "supported": "states it",
    "partial": "says it in part or in other words",
    "unsupported": "does not say it",
}
NEAREST = "comes nearest to what was asked"  # a paper in a list is found by all of its text, not by one sentence


def support_words(given: Answer, citation: Citation, support: Support) -> str:
    """Return what a citation does for a sentence of that support."""
    if given.model == COLLECTION and citation.field != "metadata":
        return NEAREST
    return SUPPORT_WORDS[support]
