"""Authors' names as other programs read them: which ones may be misread, and where the family name begins."""

import re

from index_store.records import Paper

OTHERS = "et al."  # where there are more authors, or may be

_WORDS = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*)*")
_MISREAD = frozenset("and et al others nan na none null tbd undefined untitled".split())
_GROUP = re.compile(
    r"^(?:the|an?)\b|\b(?:of|for|and|on|collaboration|consortium|group|team|network|committee|project)\b", re.IGNORECASE
)
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|I?V")


def is_plain(name: str) -> bool:
    """Return whether no reader can take a name for two, for none, or turn it round."""
    words = name.lower().replace(".", "").split(" ")
    return bool(_WORDS.fullmatch(name)) and not name.split(" ")[-1].isupper() and _MISREAD.isdisjoint(words)


def has_others(paper: Paper) -> bool:
    """Return whether a paper has, or may have, more authors than it names."""
    return bool(paper.authors) and paper.author_count != len(paper.authors)


def family_first(name: str) -> str:
    """Return `Family, Given`, the family name with its particles and suffix; a group's name, or one word, as it is.

    What a family name is cannot be known from a name: it is taken for the last word.
    """
    words = name.split(" ")
    if len(words) == 1 or "," in name or _GROUP.search(name):
        return name
    start = len(words) - (2 if _SUFFIX.fullmatch(words[-1]) and len(words) > 2 else 1)
    while start > 1 and words[start - 1].islower():
        start -= 1
    return f"{' '.join(words[start:])}, {' '.join(words[:start])}"
