"""Whether a question is in English, told by its letters and its most common words."""

import re
from functools import cache

from bm25s import stopwords

_OTHERS = ("GERMAN", "DUTCH", "FRENCH", "SPANISH", "PORTUGUESE", "ITALIAN", "SWEDISH", "DANISH", "NORWEGIAN", "TURKISH")
FOREIGN_LETTERS = 0.2  # share of letters of another script that makes a text foreign
SURE = 2  # common words of another language that make a text foreign, when English has fewer


def is_english(text: str) -> bool:
    """Return whether a text is in English; one that gives no hint, such as bare keywords, is taken to be."""
    letters = [character for character in text if character.isalpha()]
    if sum(ord(character) > 0x24F for character in letters) > FOREIGN_LETTERS * len(letters):
        return False
    words = re.findall(r"[^\W\d_]+", text.lower())
    english, *others = (sum(word in common for word in words) for common in _common_words())
    return max(others) < SURE or max(others) <= english


@cache
def _common_words() -> tuple[frozenset[str], ...]:
    """Return the most common words of English, then of the other languages."""
    english = frozenset(stopwords.STOPWORDS_EN_PLUS) | set("what which who how why when where do does did".split())
    return english, *(frozenset(getattr(stopwords, f"STOPWORDS_{name}")) for name in _OTHERS)
