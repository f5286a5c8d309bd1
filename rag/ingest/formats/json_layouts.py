"""JSON objects to fields: which objects of a document are records, and what their values say.

The names are in `field_names`; here is what names cannot tell: records inside others, and texts in pieces.
"""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from rag.ingest.formats.field_names import is_empty, named_fields
from rag.ingest.raw_record import Field

_DEPTH = 4  # of objects in objects; Europe PMC's and Elsevier's pages have three
_WORD_LIMIT = 20_000  # of an inverted index
_TEXTS = ("text", "title", "description", "display_name", "name", "tag", "keyword", "value")  # keys of an object's text

Columns = Mapping[Field, str]


def records_in(value: Any, columns: Columns, depth: int = _DEPTH) -> list[Any]:
    """Return the records of a JSON value: those of a list, of a page that holds a list, or the one object.

    An element of a list of records that is no object is returned too. Empty if the value holds no record.
    """
    if not depth or not isinstance(value, dict | list):
        return []
    if isinstance(value, list):
        titled = any(isinstance(item, dict) and "title" in fields_of(item, columns) for item in value)
        return value if titled else _most([records_in(item, columns, depth - 1) for item in value[:1]])
    if rows := _rows(value, columns):
        return rows
    own = fields_of(value, columns)
    if "title" in own and "abstract" in own:
        return [value]
    inner = _most([records_in(item, columns, depth - 1) for item in _values(value)])
    has_abstract = any("abstract" in fields_of(item, columns) for item in inner if isinstance(item, dict))
    return [value] if "title" in own and not has_abstract else inner


def fields_of(record: Mapping[str, Any], columns: Columns) -> dict[Field, Any]:
    """Return the fields of a record, also where title and abstract are in an object inside it."""
    fields = named_fields(record, columns)
    inner = [named_fields(value, columns) for value in record.values() if isinstance(value, dict)]
    whole = [found for found in inner if {"title", "abstract"} <= found.keys()]
    if len(whole) == 1:
        fields |= whole[0]
    if "authors_parsed" in record and isinstance(fields.get("id"), str):  # arXiv's own snapshot
        fields.setdefault("arxiv_id", fields["id"])
    return {field: said for field, value in fields.items() if not is_empty(said := _said(field, value))}


def _rows(value: dict[str, Any], names: Columns) -> list[dict[str, Any]]:
    """Return the rows of a table that is written by columns, as pandas does: `{"title": {"0": …}, "abstract": …}`."""
    if not all(isinstance(column, list | dict) for column in value.values()):
        return []
    columns = {name: dict(enumerate(column)) if isinstance(column, list) else column for name, column in value.items()}
    keys = {tuple(column) if isinstance(column, dict) else () for column in columns.values()}
    named = named_fields({name: name for name in columns}, names)
    if len(keys) != 1 or len(next(iter(keys))) < 2 or not {"title", "abstract"} <= named.keys():
        return []
    return [{name: column[key] for name, column in columns.items()} for key in next(iter(keys))]


def _values(value: dict[str, Any]) -> list[Any]:
    """Return what may hold the records of a page; objects under ids, as in `{"p1": {…}, "p2": {…}}`, are a list."""
    objects = [item for item in value.values() if isinstance(item, dict)]
    return [*value.values(), *([objects] if len(objects) > 1 and len(objects) == len(value) else [])]


def _most(found: list[list[Any]]) -> list[Any]:
    return max(found, key=len, default=[])


def _said(field: Field, value: Any) -> Any:
    match field:
        case "title" | "venue" | "doi" | "url" | "arxiv_id":
            return _first(value)
        case "abstract":
            return _in_order(value) if isinstance(value, dict) else _joined(value)
        case "keywords" if isinstance(value, list):
            return [_first(item) for item in value]
        case "published":
            return _iso(value)
    return value


def _first(value: Any) -> Any:
    """Return the text of an object, and of a list the first one's."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        return next((value[key] for key in _TEXTS if isinstance(value.get(key), str)), None)
    return value


def _joined(value: Any) -> Any:
    return " ".join(str(text) for item in value if (text := _first(item))) if isinstance(value, list) else value


def _in_order(index: dict[str, Any]) -> str | None:
    """Return the text of an inverted index `{word: [places]}`; None where it is none, or too long."""
    if not all(isinstance(places, list) and all(isinstance(n, int) for n in places) for places in index.values()):
        return _first(index)
    placed = sorted((place, word) for word, places in index.items() for place in places)
    return " ".join(word for _, word in placed) if len(placed) <= _WORD_LIMIT else None


def _iso(value: Any) -> Any:
    """Return the date of a time as mails write it, `Fri, 21 May 2021 02:41:55 GMT`; any other value as it is."""
    try:
        return parsedate_to_datetime(value).date().isoformat() if isinstance(value, str) and "," in value else value
    except (ValueError, TypeError, OverflowError, IndexError):
        return value
