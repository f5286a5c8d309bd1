"""What a cited sentence does for the answer, in words: at the marker, at the sentence and in the key."""

from rag.answer import Support

SUPPORT_WORDS: dict[Support, str] = {
    "supported": "states it",
    "partial": "says it in part or in other words",
    "unsupported": "does not say it",
}
