"""Numbers in a question, in digits or words."""

import re

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_ALONE = ("single", "sole", "solo")
NUMBER = rf"(?:\d{{1,5}}|a dozen|{'|'.join(_WORDS)}|{'|'.join(_ALONE)})"
_LIMIT = re.compile(rf"\b(?:top )?({NUMBER})(?= |$)", re.IGNORECASE)
_NO_LIMITS = (*_ALONE, "zero", "one", "0")


def number(text: str) -> int:
    """Return the value of a number in digits or words."""
    text = text.lower()
    if text in _ALONE:
        return 1
    return 12 if text == "a dozen" else _WORDS.index(text) if text in _WORDS else int(text)


def take_limit(text: str) -> tuple[int | None, str]:
    """Return how many papers are wanted, None where it is not said, and the text without that."""
    found = _LIMIT.search(text)
    if not found or found[1].lower() in _NO_LIMITS:
        return None, text
    return number(found[1]), text[: found.start()] + text[found.end() :]
