"""Read files that name their fields: JSON Lines (BEIR's `corpus.jsonl` among them) and CSV with a header."""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from index_store.records import Paper, Source
from rag.ingest.fields.mending import mend
from rag.ingest.new_paper import iso_date, new_paper
from rag.ingest.raw_record import Unreadable

# Each field of a paper and the names that files give it, best first.
_NAMES = {
    "paper_id": ("paper_id", "id", "_id"),
    "title": ("title",),
    "abstract": ("abstract", "text", "summary"),
    "published": ("published", "date", "year"),
    "authors": ("authors", "author"),
    "author_count": ("author_count",),
    "url": ("url", "link"),
    "upvotes": ("upvotes",),
}
_DELIMITERS = (",", ";", "\t")
# JSON may spell half a character (`"\ud800"`), which no file and no database takes.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LINK = re.compile(r"https?://[^\s<>\"'\\^`{|}\x00-\x1f\x7f\ud800-\udfff]{1,2000}", re.IGNORECASE)


def looks_like_json_lines(text: str) -> bool:
    """Tell whether the first character of `text` that is not blank opens a JSON object."""
    return text.lstrip().startswith("{")


def read_json_lines(text: str, file: str) -> Iterator[Paper | Unreadable]:
    """Yield the paper of each line that is not blank."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if not line.strip():
            continue
        source = Source(file, f"line {number}")
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Unreadable(file, source.place, f"not JSON: {error}")
            continue
        if isinstance(record, dict):
            yield _paper({name.casefold(): value for name, value in record.items()}, source)
        else:
            yield Unreadable(file, source.place, 'a JSON object was expected, such as {"title": …, "abstract": …}')


def looks_like_csv(text: str) -> bool:
    """Tell whether the first line of `text` is a header that names a title and an abstract."""
    return _delimiter(text) is not None


def read_csv(text: str, file: str) -> Iterator[Paper | Unreadable]:
    """Yield the paper of each row under the header; the delimiter is the one that parts the header."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text) or ",")
    header = [name.strip().casefold() for name in next(row for row in rows if any(row))]
    while True:
        place = f"line {rows.line_num + 1}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Unreadable(file, place, f"not CSV: {error}")
            continue
        if len(row) > len(header):
            yield Unreadable(file, place, f"{len(row)} fields under a header of {len(header)}")
        elif any(row):
            yield _paper({name: field for name, field in zip(header, row, strict=False) if field}, Source(file, place))


def _delimiter(text: str) -> str | None:
    first_line = re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    for delimiter in _DELIMITERS:
        try:
            names = {name.strip().casefold() for name in next(csv.reader([first_line], delimiter=delimiter), [])}
        except csv.Error:
            continue
        if "title" in names and names.intersection(_NAMES["abstract"]):
            return delimiter
    return None


def _paper(record: dict[str, Any], source: Source) -> Paper | Unreadable:
    try:
        fields = {field: _first(record, names) for field, names in _NAMES.items()}
        return new_paper(
            _text(fields["title"], "title"),
            _text(fields["abstract"], "abstract"),
            source,
            paper_id=_identifier(fields["paper_id"]),
            published=_published(fields["published"]),
            authors=_authors(fields["authors"]),
            author_count=_count(fields["author_count"], "author_count"),
            url=_url(fields["url"]),
            upvotes=_count(fields["upvotes"], "upvotes"),
        )
    except (ValueError, RecursionError) as error:
        return Unreadable(source.file, source.place, str(error))


def _first(record: dict[str, Any], names: tuple[str, ...]) -> Any:
    """Return the first value that is not empty; None where there is none under any name."""
    return next((record[name] for name in names if record.get(name) not in (None, "", [])), None)


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
