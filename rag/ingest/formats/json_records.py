"""Read JSON: one value a line, or one after another in a whole text, each a record or a page of records."""

import json
import re
from collections.abc import Iterator
from typing import Any

from index_store.errors import AbstractQAError
from rag.ingest.formats.json_layouts import fields_of, records_in
from rag.ingest.opening.document import Document
from rag.ingest.raw_record import RawRecord, Unreadable

_DIGITS = 4_300  # Python turns no longer number into an int
_KEYS_SHOWN = 12
_OPENED = re.compile(r"\s*[\[{]\s*[\"\[{\]}]")

# NaN and the infinities, which pandas writes, say nothing; a number beyond reason stays text.
_DECODER = json.JSONDecoder(
    parse_constant=lambda _: None, parse_int=lambda digits: int(digits) if len(digits) < _DIGITS else digits
)


def json_lines_sureness(document: Document) -> float:
    """Return the share of lines that are a whole JSON object; 1 if the first is."""
    whole = [isinstance(_decoded(line), dict) for line in document.first_lines]
    return 1.0 if whole[:1] == [True] else sum(whole) / max(len(whole), 1)


def read_json_lines(document: Document) -> Iterator[RawRecord | Unreadable]:
    """Yield the records of each line that is not blank; nothing but a line is held."""
    for number, line in document.lines():
        place = f"line {number}"
        if isinstance(line, Unreadable):
            yield line
        elif line.strip():
            value = _decoded(line)
            if isinstance(value, ValueError | RecursionError):
                yield Unreadable(document.file, place, f"not JSON: {_reason(value)}")
            elif isinstance(value, dict):
                yield from _records(document, records_in(value, document.columns) or [value], place)
            else:
                yield _no_object(document, place)


def json_sureness(document: Document) -> float:
    """Return the share of the beginning that is JSON of objects; all of it if it is only cut off."""
    text = document.beginning.lstrip()
    if not text.startswith(("{", "[")):
        return 0.0
    error = _decoded(text)
    if not isinstance(error, json.JSONDecodeError):
        return 1.0
    is_cut = document.is_cut and (error.msg.startswith("Unterminated string") or error.pos >= len(text) - 1)
    is_next = error.msg == "Extra data" and text[error.pos] in "{["
    return 0.99 if is_cut or is_next else min(0.99, error.pos / len(text))


def read_json(document: Document) -> Iterator[RawRecord | Unreadable]:
    """Yield the records of all JSON values in a text; raises AbstractQAError if it is not all JSON, or holds none."""
    values = list(_values(document))
    found = [record for value in values for record in records_in(value, document.columns)]
    if not found:
        raise AbstractQAError(f"{document.file} is JSON {_keys(values)}: expected objects with a title")
    for number, record in enumerate(found, start=1):
        yield from _records(document, [record], f"record {number}")


def _values(document: Document) -> Iterator[Any]:
    text = document.text()
    place = len(text) - len(text.lstrip())
    while place < len(text):
        try:
            value, place = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            raise AbstractQAError(f"{document.file} is broken JSON: {_reason(error)}") from error
        yield value
        while place < len(text) and text[place].isspace():
            place += 1


def _records(document: Document, found: list[Any], place: str) -> Iterator[RawRecord | Unreadable]:
    for number, record in enumerate(found, start=1):
        at = place if len(found) == 1 else f"{place}, record {number}"
        if isinstance(record, dict):
            yield RawRecord(at, fields_of(record, document.columns))
        else:
            yield _no_object(document, at)


def _no_object(document: Document, place: str) -> Unreadable:
    return Unreadable(document.file, place, 'a JSON object was expected, such as {"title": …, "abstract": …}')


def _decoded(text: str) -> Any:
    """Return the JSON value of a text, or the error that says why there is none."""
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        return error


def _reason(error: ValueError | RecursionError) -> str:
    return "objects in objects without end" if isinstance(error, RecursionError) else str(error)


def described_json(document: Document) -> str | None:
    """Return what JSON a text holds, or where it breaks; None if it does not look like JSON."""
    if not _OPENED.match(document.beginning):
        return None
    value = _decoded(document.beginning)
    return (
        f"broken JSON ({_reason(value)})"
        if isinstance(value, ValueError | RecursionError)
        else f"JSON {_keys([value])}"
    )


def _keys(values: list[Any]) -> str:
    value = values[0]
    while isinstance(value, list) and value:
        value = value[0]
    keys = ", ".join(str(key)[:40] for key in list(value)[:_KEYS_SHOWN]) if isinstance(value, dict) else ""
    return f"with the keys {keys}" if keys else "without objects"
