"""Papers that a question calls by their titles, letter by letter, or by how these begin."""

import re
from collections.abc import Iterator, Sequence

from index_store.records import Paper
from rag.text.wording import names

TITLE_WORDS = 4  # of a title, or of what stands on either side of its colon, that cannot stand there by chance


def spelled_title(question: str, paper: Paper) -> str:
    """Return what a question spells out of a title: all, a side of its colon, or its beginning; empty for nothing."""
    return next((piece for piece in _pieces(question, paper.title) if _spells(question, piece)), "")


def papers_titled(question: str, papers: Sequence[Paper]) -> list[Paper]:
    """Return the papers a question calls by their titles; none where it calls systems of others by name too."""
    spelled = {paper: title for paper in papers if (title := spelled_title(question, paper))}
    called = [p for p, title in spelled.items() if not any(title in other != title for other in spelled.values())]
    if not called:
        return []
    of_others = names(" ".join(paper.title for paper in papers if paper not in called))
    own = names(" ".join(f"{paper.title} {paper.abstract}" for paper in called))
    return [] if names(question) & of_others - own else called


def _pieces(question: str, title: str) -> Iterator[str]:
    """Yield a title, what stands before and after its colon, and its first words in a question, the most first.

    But for what is too short to be meant.
    """
    for piece in (title, *title.split(":")):
        if len(piece.split()) >= TITLE_WORDS:
            yield piece.strip()
    words = title.split()
    if len(words) > TITLE_WORDS and " ".join(words[:TITLE_WORDS]) in question:
        yield from (" ".join(words[:count]) for count in range(len(words) - 1, TITLE_WORDS - 1, -1))


def _spells(question: str, piece: str) -> bool:
    return piece in question and re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", question) is not None
