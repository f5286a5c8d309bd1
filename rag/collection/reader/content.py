"""The words by which a question is known to ask what papers say."""

import re

from rag.collection.reader.slots.fields import FIELDS

_START = re.compile(
    r"^(?:so |and |then |but |please |can you |could you )*"
    r"(?:how (?!many\b|much of\b|(?:old|recent|big|large|popular|long)\b)|why\b|explain|summar|describe|compare"
    r"|contrast|define|discuss|translate|write"
    r"|what (?:do|does|did|can|could|happens|makes)\b(?! (?:you|we)\b| papers do (?:you|we)\b))",
    re.IGNORECASE,
)
_SECOND_CLAUSE = re.compile(
    r"(?:[,;:?]|(?<=\W)(?:and|but)\b)\s*(?:by |in |on |at |for |with |to |from |of |using |if so,? )*"
    r"(?:what|how|why|where|who|whose|which)\b|\baccording to\b"
    r"|\b(?:differ|differences?|in common|the same (?:number|date|year)|as many|agree|disagree|respectively|contrast"
    r"|each of (?:them|these)|each one)\b",
    re.IGNORECASE,
)
_QUESTION_OF_ITS_OWN = re.compile(
    r"(?:\.|\s[-–—])\s+(?:(?:what|how|why|where|who|whose|which)\b(?!.*\b(?:papers?|them|these|those|ones?|they)\b)"
    r"|(?:(?:by|in|on|at|for|with|to|from|of) )?(?:what|which) "
    r"(?!(?:papers?|ones?|of|authors?|dates?|titles?|years?|up-?votes?)\b)"
    r"[\w-]+(?: [\w-]+)? (?:(?:do|did|are|were) they|(?:do|does|did|is|was|are|were) (?:each|both))\b)",
    re.IGNORECASE,
)


def asks_for_content(text: str) -> bool:
    """Return whether a question begins as one about what papers say does."""
    return _START.search(text) is not None


def is_mixed(text: str) -> bool:
    """Return whether a question goes on to ask what the papers say."""
    for pattern in FIELDS.values():
        text = pattern.sub(" ", text)
    return _SECOND_CLAUSE.search(text) is not None


def goes_on_to_ask(text: str) -> bool:
    """Return whether what stands after the words for a list is a question of its own: `…. Which language was that?`."""
    return _QUESTION_OF_ITS_OWN.search(text) is not None
