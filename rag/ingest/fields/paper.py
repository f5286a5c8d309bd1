"""From a raw record to a paper: only a missing or impossible title or abstract loses it, a side field never does."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from index_store.records import Paper, Source
from rag.ingest.fields.abstract_text import bare, is_placeholder
from rag.ingest.fields.authors import Authors, authors_of
from rag.ingest.fields.identifiers import arxiv_id_of, doi_of, first_that_is, record_id_of, url_of
from rag.ingest.fields.keywords import keywords_of, venue_of
from rag.ingest.fields.mending import Mended
from rag.ingest.fields.published_date import Published, published_of
from rag.ingest.fields.readable import readable
from rag.ingest.raw_record import Field, RawRecord, Unreadable

ABSTRACT_LIMIT = 20_000
TITLE_LIMIT = 1_000
_ENCODED = 5  # times as long may be what is still encoded

Value = TypeVar("Value")


def paper_of(record: RawRecord, file: str) -> tuple[Paper | Unreadable, tuple[Unreadable, ...]]:
    """Return the paper of a record, or why there is none; and a line for each side field that was not understood.

    Such a field is left out of the paper, or kept as far as it was understood.
    """
    try:
        title = _required(record, "title", TITLE_LIMIT)
        abstract = _required(record, "abstract", ABSTRACT_LIMIT, bare)
    except ValueError as error:
        return Unreadable(file, record.place, str(error)), ()
    left_out: list[str] = []
    read = partial(_side_field, record.fields, left_out)
    record_id = read("id", record_id_of)
    authors = read("authors", authors_of) or Authors()
    published = read("published", published_of) or Published()
    doi, arxiv_id = read("doi", doi_of), read("arxiv_id", arxiv_id_of)
    paper = Paper(
        paper_id=record_id or paper_id_for(title.text),
        title=title.text,
        abstract=abstract.text,
        published=published.date,
        authors=authors.names,
        author_count=_author_count(authors, read("author_count", count_of), left_out),
        url=read("url", url_of),
        upvotes=read("upvotes", count_of),
        sources=(Source(file, record.place, abstract.repairs, record_id),),
        truncated=abstract.text.endswith(("...", "…")),
        doi=doi or first_that_is(doi_of, record.fields),
        arxiv_id=arxiv_id or first_that_is(arxiv_id_of, record.fields),
        venue=read("venue", venue_of),
        keywords=read("keywords", keywords_of) or (),
    )
    reasons = [*left_out, *filter(None, (published.left_out,))]
    return paper, tuple(Unreadable(file, record.place, reason) for reason in reasons)


def paper_id_for(title: str) -> str:
    """Return a readable id that the same title always gets, whatever its case, spacing and punctuation."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", title).casefold())
    normalised = " ".join(words) or title
    plain = unicodedata.normalize("NFKD", " ".join(words[:6])).encode("ascii", "ignore").decode()
    digest = hashlib.sha256(normalised.encode("utf-8", "replace")).hexdigest()[:8]
    return "-".join([*re.findall(r"[a-z0-9]+", plain), digest])


def count_of(value: Any) -> int:
    """Return a whole number, given as a number or a text.

    Raises ValueError for anything else.
    """
    text = str(value).strip().removesuffix(".0").replace(",", "")
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise ValueError("expected a whole number")
    return int(text)


def _required(record: RawRecord, field: Field, limit: int, cut: Callable[[str], str] = str) -> Mended:
    """Return title or abstract as a reader would see it; raises ValueError where there is none, or it is too long."""
    value = record.fields.get(field)
    if isinstance(value, list):  # Crossref has a list of titles; an abstract may come in paragraphs
        parts = [part for part in value if isinstance(part, str)]
        value = "\n".join(parts if field == "abstract" else parts[:1])
    if value is None or _is_missing(value):
        raise ValueError(f"no {field}")
    if not isinstance(value, str):
        raise ValueError(_said(field, value, "expected text"))
    text = readable(value, cut) if len(value) <= _ENCODED * limit else Mended(value)
    if len(text.text) > limit:
        raise ValueError(f"{field} of {len(text.text):,} characters: expected at most {limit:,}")
    if is_placeholder(text.text):
        raise ValueError(f"no {field}")
    return text


def _side_field(
    fields: Mapping[Field, Any], left_out: list[str], field: Field, read: Callable[[Any], Value]
) -> Value | None:
    """Return what `read` makes of a field; None where it is missing, or not understood, which `left_out` is told."""
    value = fields.get(field)
    if value is None or _is_missing(value):
        return None
    try:
        return read(value)
    except (ValueError, RecursionError) as error:
        left_out.append(_said(field, value, f"{error}; left out"))
        return None


def _is_missing(value: Any) -> bool:
    """Return whether a value stands for none: empty, a placeholder, or not a number."""
    return value in ("", [], {}) or value != value or (isinstance(value, str) and is_placeholder(value))


def _author_count(authors: Authors, told: int | None, left_out: list[str]) -> int | None:
    """Return the count that a record tells, unless it names more authors; else that of its names if these are all."""
    counted = len(authors.names) if authors.names and authors.is_whole else None
    if not authors.names and not authors.is_whole:
        left_out.append("authors cannot be told apart: expected a list, or 'A; B'; left out")
    if told is not None and told < len(authors.names):
        left_out.append(f"author_count is {told} where {len(authors.names)} authors are named; left out")
        return counted
    return told if told is not None else counted


def _said(field: str, value: Any, why: str) -> str:
    shown = str(value)
    return f"{field} is {shown[:60]!r}{'…' if len(shown) > 60 else ''}: {why}"
