"""The language of a question, by its letters and its most common words."""

import re
import unicodedata
from functools import cache

from bm25s import stopwords

from rag.text.wording import QUESTION_WORDS

ENGLISH = "English"
_OTHERS = ("German", "Dutch", "French", "Spanish", "Portuguese", "Italian", "Swedish", "Danish", "Norwegian", "Turkish")
# By the first word of a letter's Unicode name; the first of these that is in a text counts, kana before Han.
_SCRIPTS = {
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "CJK": "Chinese",
    "CYRILLIC": "Russian",
    "ARABIC": "Arabic",
    "GREEK": "Greek",
    "HEBREW": "Hebrew",
    "DEVANAGARI": "Hindi",
}
FOREIGN_LETTERS = 0.2  # share of letters of another script that makes a text foreign
SURE = 2  # common words of another language that make a text foreign, when English has fewer


def language_of(text: str) -> str:
    """Return the English name of a text's language; English where there is no hint, as in bare keywords."""
    letters = [character for character in text if character.isalpha()]
    foreign = [character for character in letters if ord(character) > 0x24F]
    if len(foreign) > FOREIGN_LETTERS * len(letters):
        return _of_script(foreign)
    words = re.findall(r"[^\W\d_]+", text.lower())
    found = {name: sum(word in common for word in words) for name, common in _common_words().items()}
    english = found.pop(ENGLISH)
    likeliest = max(found, key=lambda name: found[name])
    return likeliest if found[likeliest] >= SURE and found[likeliest] > english else ENGLISH


def _of_script(letters: list[str]) -> str:
    """Return the language of non-Latin letters, or the name of a script that is not listed here."""
    scripts = [unicodedata.name(letter, "unknown").split(" ")[0] for letter in letters]
    return next((name for script, name in _SCRIPTS.items() if script in scripts), scripts[0].title())


@cache
def _common_words() -> dict[str, frozenset[str]]:
    """Return the most common words of every language that is known by them."""
    english = frozenset((*stopwords.STOPWORDS_EN_PLUS, *QUESTION_WORDS, "do", "does", "did"))
    others = {name: frozenset(getattr(stopwords, f"STOPWORDS_{name.upper()}")) for name in _OTHERS}
    return {ENGLISH: english, **others}
