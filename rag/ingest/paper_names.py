"""The names by which a paper may be called: kept with the index, so that a question finds them without reading it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from index_store.records import Name, Paper
from rag.text.wording import proper_names, spelled_names

TITLE_WORDS = 4  # of a title, or of one side of its colon, that cannot stand in a question by chance

_WORD = re.compile(r"\w+(?:[-+]\w+)*")
_COINED = re.compile(
    r"\b(?i:propos|present|introduc|call|nam|dub|term|known as|develop|releas|design)(?:e[sd]?|s|ed|ing)?\b[^.;]{0,40}?"
    r"(?<![\w-])(\w*[A-Z][\w+-]*)"
)


@lru_cache(maxsize=20_000)
def names_of(paper: Paper) -> frozenset[Name]:
    """Return the names of a paper."""
    head, colon, _ = paper.title.partition(":")
    title = {*name_words(paper.title), *(name.lower() for name in spelled_names(paper.title))}
    abstract = {name.lower() for name in spelled_names(paper.abstract)} | proper_names(paper.abstract)
    return frozenset(
        [
            *(Name(title_key(side), "title") for side in title_sides(paper.title)),
            *([Name(head.strip().lower(), "beginning")] if colon else []),
            *(Name(coined.lower(), "coined") for coined in _COINED.findall(paper.abstract)),
            *(Name(word, "in_title") for word in title),
            *(Name(name, "in_abstract") for name in abstract - title),
        ]
    )


def title_sides(title: str) -> Iterator[str]:
    """Yield a title, and what stands before and after its colon, but for what is too short to be meant."""
    for side in (title, *title.split(":")):
        if len(side.split()) >= TITLE_WORDS:
            yield side.strip()


def title_key(text: str) -> str:
    """Return the first words of a title in lower case, under which it is kept."""
    return " ".join(re.findall(r"\w+", text.lower())[:TITLE_WORDS])


def name_words(text: str) -> list[str]:
    """Return the words of a text in lower case, compounds as one."""
    return _WORD.findall(text.lower())
