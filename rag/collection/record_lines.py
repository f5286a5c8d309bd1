"""What the record of one paper says of the fields that are asked for, and what it lacks."""

from collections.abc import Sequence

from index_store.records import Paper
from rag.collection.lines import Line
from rag.collection.metadata import value_of, written
from rag.collection.selection import record_of
from rag.plan.plan import RecordField

_LACKING: dict[RecordField, str] = {
    "date": "date",
    "author_names": "author's name",
    "author_count": "number of authors",
    "upvotes": "upvotes",
    "venue": "venue",
    "doi": "DOI",
    "keywords": "keywords",
}


def line_of_record(paper: Paper, fields: Sequence[RecordField]) -> Line:
    """Return a sentence with what a record has of some fields; without a citation where it has none of them."""
    said = {field: _said(paper, field) for field in fields}
    known = [words for words in said.values() if words]
    lack = f"carries no {' and no '.join(_LACKING[field] for field, words in said.items() if not words)}"
    if not known:
        return Line(f"The record of “{paper.title}” {lack}.")
    lack = f"; its record {lack}" if len(known) < len(said) else ""
    return Line(f"“{paper.title}” {' and '.join(known)}{lack}.", (record_of(paper),))


def _said(paper: Paper, field: RecordField) -> str:
    """Return what a record says of a field as the end of a sentence; empty where it says nothing."""
    if field == "date":
        return f"was published {written(paper, 'published')}" if paper.published else ""
    if field in ("author_count", "upvotes"):
        return f"has {written(paper, field)}" if value_of(paper, field) is not None else ""
    if field == "author_names":
        return f"is by {', '.join(paper.authors)}" if paper.authors else ""
    if field == "venue":
        return f"appeared in {paper.venue}" if paper.venue else ""
    if field == "doi":
        return f"has the DOI {paper.doi}" if paper.doi else ""
    return f"has the keywords {', '.join(paper.keywords)}" if paper.keywords else ""
