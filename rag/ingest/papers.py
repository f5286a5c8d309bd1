"""Merge the records of one paper, and read the papers that the program ships with."""

from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files

from index_store.records import Paper, Source
from rag.ingest.bridge import paper_from
from rag.ingest.new_paper import paper_id_for
from rag.ingest.raw_record import Unreadable
from rag.ingest.readers import read_text

__all__ = ["bundled_papers", "merge", "merge_duplicates", "paper_id_for"]


def bundled_papers() -> list[Paper]:
    """Return the papers of the shipped listing pages, in order of first appearance."""
    pages = sorted(
        (page for page in files("rag.ingest.corpus").iterdir() if page.name.endswith(".txt")),
        key=lambda page: page.name,
    )
    records = [
        paper_from(record, page.name)
        for page in pages
        for record in read_text(page.read_text("utf-8"), page.name)
        if not isinstance(record, Unreadable)
    ]
    return merge_duplicates(record for record in records if not isinstance(record, Unreadable))


def merge_duplicates(papers: Iterable[Paper]) -> list[Paper]:
    """Merge papers of the same id; a later record counts as the newer one."""
    merged: dict[str, Paper] = {}
    for paper in papers:
        known = merged.get(paper.paper_id)
        merged[paper.paper_id] = merge(known, paper) if known else paper
    return list(merged.values())


def merge(older: Paper, newer: Paper) -> Paper:
    """Merge two records of a paper; where both have a field, the newer one wins.

    A truncated abstract never replaces a whole one. A source keeps its repairs only where the stored abstract
    is its own, so that repairs always refer to the stored text.
    """
    cut_short = newer.truncated and not older.truncated
    text = older if cut_short else newer
    return Paper(
        paper_id=older.paper_id,
        title=newer.title,
        abstract=text.abstract,
        published=_fuller_date(older.published, newer.published),
        authors=newer.authors or older.authors,
        author_count=older.author_count if newer.author_count is None else newer.author_count,
        url=newer.url or older.url,
        upvotes=older.upvotes if newer.upvotes is None else newer.upvotes,
        sources=_united_sources(older, newer, text.abstract),
        truncated=text.truncated,
    )


def _fuller_date(older: str | None, newer: str | None) -> str | None:
    """Return the newer date, unless it is only the beginning (`2021`) of the older one (`2021-05-03`)."""
    return older if older and older.startswith(newer or "") else newer


def _united_sources(older: Paper, newer: Paper, abstract: str) -> tuple[Source, ...]:
    united: dict[tuple[str, str], Source] = {}
    for paper in (older, newer):
        for source in paper.sources:
            kept = source if paper.abstract == abstract else replace(source, repairs=())
            united[source.file, source.place] = kept
    return tuple(united.values())
