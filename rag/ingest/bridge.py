"""From a raw record to a paper, by the simple fields alone: stands until `fields` takes its place."""

import re
from typing import Any

from index_store.records import Paper, Source
from rag.ingest.mending import mend
from rag.ingest.new_paper import iso_date, new_paper
from rag.ingest.raw_record import RawRecord, Unreadable

# JSON may spell half a character (`"\ud800"`), which no file and no database takes.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LINK = re.compile(r"https?://[^\s<>\"'\\^`{|}\x00-\x1f\x7f\ud800-\udfff]{1,2000}", re.IGNORECASE)


def paper_from(record: RawRecord, file: str) -> Paper | Unreadable:
    """Return the paper of a record, or why it is none."""
    fields, source = record.fields, Source(file, record.place)
    try:
        return new_paper(
            _text(fields.get("title"), "title"),
            _text(fields.get("abstract"), "abstract"),
            source,
            paper_id=_identifier(fields.get("id")),
            published=_published(fields.get("published")),
            authors=_authors(fields.get("authors")),
            author_count=_count(fields.get("author_count"), "author_count"),
            url=_url(fields.get("url")),
            upvotes=_count(fields.get("upvotes"), "upvotes"),
        )
    except (ValueError, RecursionError) as error:
        return Unreadable(source.file, source.place, str(error))


def _wrong(field: str, value: Any, expected: str) -> ValueError:
    shown = str(value)
    return ValueError(f"{field} is {shown[:60]!r}{'…' if len(shown) > 60 else ''}: expected {expected}")


def _text(value: Any, field: str) -> str:
    if value is None:
        raise ValueError(f"no {field}")
    if not isinstance(value, str):
        raise _wrong(field, value, "text")
    return _LONE_SURROGATE.sub("\ufffd", value)


def _identifier(value: Any) -> str | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return None if value is None else str(value)
    if not isinstance(value, str) or not value.strip().isprintable() or len(value) > 200:
        raise _wrong("id", value, "a text of at most 200 characters, or a whole number")
    return value.strip() or None


def _published(value: Any) -> str | None:
    try:
        return None if value is None else iso_date(str(value).strip())
    except ValueError:
        raise _wrong("published", value, "a date such as 2022-09-07, 2022-09, 2022 or Sep 7, 2022") from None


def _authors(value: Any) -> tuple[str, ...]:
    """Split `A; B` and `A and B`; a comma may belong to a name and splits nothing."""
    if isinstance(value, str):
        value = re.split(";" if ";" in value else r"\sand\s", value)
    if value is not None and not (isinstance(value, list) and all(isinstance(name, str) for name in value)):
        raise _wrong("authors", value, "a list of names, or one text 'A; B' or 'A and B'")
    names = (mend(_text(name, "authors")).text for name in value or ())
    return tuple(name for name in names if name)


def _count(value: Any, field: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,9}", str(value).strip(), re.ASCII):
        raise _wrong(field, value, "a whole number")
    return int(value)


def _url(value: Any) -> str | None:
    """Keep a link that a browser may safely be given; anything else is None."""
    return value.strip() if isinstance(value, str) and _LINK.fullmatch(value.strip()) else None
