"""What two records of one paper make together, whichever of them is read first."""

from collections.abc import Iterable
from dataclasses import fields, replace

from index_store.records import Paper, Source
from rag.ingest.identity import are_one_paper

KEPT = ("paper_id", "collection", "sources")  # fields that are not what a record says of its paper


def merged(one: Paper, other: Paper) -> Paper:
    """Return one paper of two records from different sources: of each field the fuller one, in either order.

    The id is that of `one`. A source keeps its repairs only where the stored abstract is its own, so that repairs
    always refer to the stored text.
    """
    of_text = max(one, other, key=lambda paper: (not paper.truncated, len(paper.abstract), paper.abstract))
    of_authors = max(one, other, key=lambda paper: (len(paper.authors), len("".join(paper.authors)), paper.authors))
    return Paper(
        paper_id=one.paper_id,
        title=max(one.title, other.title, key=_fullness),
        abstract=of_text.abstract,
        published=_fullest(one.published, other.published),
        authors=of_authors.authors,
        author_count=_count(of_authors.authors, one, other),
        url=_fullest(one.url, other.url),
        upvotes=max((p.upvotes for p in (one, other) if p.upvotes is not None), default=None),
        sources=_united([*one.sources, *other.sources], (one, other), of_text),
        truncated=of_text.truncated,
        doi=_fullest(one.doi, other.doi),
        arxiv_id=_fullest(one.arxiv_id, other.arxiv_id),
        venue=_fullest(one.venue, other.venue),
        keywords=tuple(sorted({*one.keywords, *other.keywords})) if one.keywords != other.keywords else one.keywords,
        collection=one.collection,
    )


def updated(stored: Paper, newer: Paper) -> Paper:
    """Return a stored paper after its only source was read anew: what the newer record has replaces what is stored.

    A truncated abstract never replaces a whole one.
    """
    of_text = stored if newer.truncated and not stored.truncated else newer
    said = {f.name: getattr(newer, f.name) for f in fields(Paper) if f.name not in KEPT}
    said = {name: value for name, value in said.items() if value not in (None, ())}
    of_count = newer if newer.author_count else stored
    said["author_count"] = _count(newer.authors or stored.authors, of_count)
    return replace(
        stored,
        **{**said, "abstract": of_text.abstract, "truncated": of_text.truncated},
        sources=_united(newer.sources, (stored, newer), of_text),
    )


def differences(before: Paper, after: Paper) -> list[str]:
    """Return the names of the fields that differ, but for the sources."""
    return [f.name for f in fields(Paper) if f.name not in KEPT and getattr(before, f.name) != getattr(after, f.name)]


def merge_duplicates(papers: Iterable[Paper]) -> list[Paper]:
    """Return papers with the records of each one merged, in order of first appearance; every pair is compared."""
    distinct: list[Paper] = []
    for paper in papers:
        place = next((place for place, known in enumerate(distinct) if are_one_paper(known, paper)), None)
        if place is None:
            distinct.append(paper)
        else:
            distinct[place] = merged(distinct[place], paper)
    return distinct


def _fullness(title: str) -> tuple[bool, int, bool, str]:
    """Return the rank of a title: one in small letters, the longer one, the one without a full stop."""
    bare = title.rstrip(".")
    return not title.isupper(), len(bare), bare == title, title


def _count(authors: tuple[str, ...], *papers: Paper) -> int | None:
    """Return the greatest number of authors that papers tell, if it is not below the names that are kept."""
    counts = [p.author_count for p in papers if p.author_count is not None and p.author_count >= len(authors)]
    return max(counts, default=None)


def _fullest(one: str | None, other: str | None) -> str | None:
    return max((text for text in (one, other) if text), key=lambda text: (len(text), text), default=None)


def _united(sources: Iterable[Source], papers: Iterable[Paper], of_text: Paper) -> tuple[Source, ...]:
    """Return each source once, without its repairs where they are not of the abstract that is kept."""
    foreign = {source for paper in papers if paper.abstract != of_text.abstract for source in paper.sources}
    united = {(s.file, s.place): replace(s, repairs=()) if s in foreign else s for s in sources}
    return tuple(united.values())
