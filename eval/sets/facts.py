"""Does an answer state the facts of a right answer.

Each group of aliases must have one alias in the answer, after case folding and without citation markers. An alias
matches at the start of a word, and a bare number only as a whole number; `×`, `x` and `times` are equal, `%` is kept.
"""

import re
import unicodedata
from collections.abc import Sequence

_MARKER = re.compile(r"\s*\[\d+(?:\s*,\s*\d+)*\]")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TIMES = re.compile(r"(?<=\d)\s*(?:×|x\b|times\b)|×")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*\s*%?")


def has_facts(answer: str, groups: Sequence[Sequence[str]]) -> bool:
    """Return whether every group has an alias in the answer; true without groups."""
    text = normalised(without_markers(answer))
    return all(any(_stands_in(normalised(alias), text) for alias in group) for group in groups)


def without_markers(answer: str) -> str:
    """Return an answer without its citation markers."""
    return _MARKER.sub("", answer)


def normalised(text: str) -> str:
    """Return text for comparison: folded case, one spelling of `times`, single spaces."""
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: "^" + m[0].translate(_SUPERSCRIPTS), text)
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    return " ".join(_TIMES.sub(" times", text).split())


def _stands_in(alias: str, text: str) -> bool:
    before = r"(?<![0-9a-z])" if alias[:1].isascii() else ""
    after = r"(?![0-9])(?!\.[0-9])" if _NUMBER.fullmatch(alias) else ""
    before += r"(?<![0-9]\.)" if after else ""
    return re.search(before + re.escape(alias) + after, text) is not None
