"""Slips of the fingers in the words that tell what kind of question it is; every other word is left alone."""

import re

_KNOWN = (
    "paper papers article articles publication publications author authors upvote upvotes upvoted published publish "
    "collection newest oldest latest earliest recent which list many number most fewest released appeared dataset "
    "everything anything between before after title mention mentions"
).split()
_WITHOUT_APOSTROPHE = re.compile(r"\b(wh(?:at|o|en|ere)|how)s\b", re.IGNORECASE)
_WORD = re.compile(r"\b[A-Za-z][a-z]{3,}\b")


def corrected(text: str) -> str:
    """Return a question in which a known word that is one slip away stands in the place of an unknown one."""
    return _WORD.sub(lambda match: _meant(match[0]), _WITHOUT_APOSTROPHE.sub(r"\1 is", text))


def _meant(word: str) -> str:
    lower = word.lower()
    if lower in _KNOWN:
        return word
    return next((known for known in _KNOWN if _is_slip(lower, known)), word)


def _is_slip(word: str, known: str) -> bool:
    """Return whether two neighbours are swapped, or one letter inside a word of six or more is missing or doubled."""
    if len(word) == len(known):
        differing = [i for i in range(len(word)) if word[i] != known[i]]
        return len(differing) == 2 and differing[1] == differing[0] + 1 and sorted(word) == sorted(known)
    longer, shorter = sorted((word, known), key=len, reverse=True)
    if len(longer) - len(shorter) != 1 or len(known) < 5 or word[0] != known[0] or word[-1] != known[-1]:
        return False
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(1, len(longer) - 1))
