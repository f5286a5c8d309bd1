"""What a record says of its paper beside title and abstract, and how it is written out."""

from collections.abc import Iterator
from typing import Literal

from index_store.records import Paper

MetadataField = Literal["published", "author_count", "upvotes"]
Value = str | int

FIELD_NAMES: dict[MetadataField, str] = {
    "published": "date",
    "author_count": "number of authors",
    "upvotes": "upvotes",
}
NOUNS: dict[MetadataField, str] = {"author_count": "author", "upvotes": "upvote"}  # what is counted
MONTHS = "January February March April May June July August September October November December".split()


def value_of(paper: Paper, field: MetadataField) -> Value | None:
    """Return what the record says of a field, None where it says nothing; named authors are counted."""
    if field == "author_count":
        return paper.author_count or len(paper.authors) or None
    return paper.published if field == "published" else paper.upvotes


def metadata_line(paper: Paper) -> str:
    """Return the metadata of a paper in one line; empty where its record has none."""
    return " · ".join(_parts(paper))


def _parts(paper: Paper) -> Iterator[str]:
    if paper.published:
        yield f"Published {written(paper, 'published')}"
    for field in NOUNS:
        if value_of(paper, field) is not None:
            yield written(paper, field)
    if paper.authors:
        yield ", ".join(paper.authors)


def written(paper: Paper, field: MetadataField) -> str:
    """Return what the record says of a field, as a person writes it; the record must say something of it."""
    value = value_of(paper, field)
    assert value is not None
    return _date_and_iso(str(value)) if field == "published" else counted(field, int(value))


def counted(field: MetadataField, count: int) -> str:
    """Return a count with its noun: `1 author`."""
    return f"{count} {NOUNS[field]}{'' if count == 1 else 's'}"


def _date_and_iso(date: str) -> str:
    return date if len(date) == 4 else f"{short_date(date)} ({date})"


def short_date(date: str) -> str:
    """Return an ISO date, or its beginning, as a person writes it: `Sep 12, 2019`."""
    year, *rest = date.split("-")
    if not rest:
        return year
    month = short_month(int(rest[0]))
    return f"{month} {int(rest[1])}, {year}" if len(rest) > 1 else f"{month} {year}"


def short_month(number: int) -> str:
    """Return the name of a month, three letters."""
    return MONTHS[number - 1][:3]
