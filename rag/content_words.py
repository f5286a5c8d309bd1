"""The words by which a question is known to ask what papers say, and those that lean on the turn before."""

import re

from rag.question_words import FIELDS

_START = re.compile(
    r"^(?:so |and |then |but |please |can you |could you )*(?:how (?!many\b|much of\b|(?:old|recent|big"
    r"|large|popular"
    r"|long)\b)|why\b|explain|summar|describe|compare|contrast|define|discuss|translate|write"
    r"|what (?:do|does|did|can|could|happens|makes)\b(?! (?:you|we)\b| papers do (?:you|we)\b))",
    re.IGNORECASE,
)
_SECOND_CLAUSE = re.compile(
    r"(?:[,;:?]|\b(?:and|but)\b)\s*(?:by |in |on |at |for |with |to |from |of |using |if so,? )*(?:what"
    r"|how|why|where|who"
    r"|whose|which)\b|\baccording to\b|\b(?:differ|differences?|in common|the same (?:number|date|year)"
    r"|as many|agree|disagree"
    r"|respectively|contrast|each of (?:them|these)|each one)\b",
    re.IGNORECASE,
)
LEANS = re.compile(
    r"\b(?:them|these|those|they|it|its|this paper|that paper|the paper|that one|this one|the same)\b", re.IGNORECASE
)
ELLIPSIS = re.compile(
    r"^(?:and|what about|how about|or|also|but|then|same for|only)\b[,: ]*(?:what about"
    r"|how about)?\s*(?:the (?:ones|papers) )?",
    re.IGNORECASE,
)


def asks_for_content(text: str) -> bool:
    """Return whether a question begins as one about what papers say does."""
    return _START.search(text) is not None


def is_mixed(text: str) -> bool:
    """Return whether a question goes on to ask what the papers say."""
    for pattern in FIELDS.values():
        text = re.sub(pattern, " ", text, flags=re.IGNORECASE)
    return _SECOND_CLAUSE.search(text) is not None
