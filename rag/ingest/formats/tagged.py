"""Read files of tagged lines: RIS, PubMed's nbib, EndNote's enw and Web of Science's text, one record after another.

A tag may come often and may go on over lines. Only a record is held, never the file.
"""

import re
from calendar import month_abbr
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from rag.ingest.formats.tags import Tags
from rag.ingest.opening.document import Document
from rag.ingest.raw_record import Field, RawRecord, Unreadable

_YEAR = re.compile(r"\d{4}")
_MONTHS = {name.lower() for name in month_abbr if name}

Values = Mapping[str, list[str]]

_OUTSIDE = ("FN", "VR", "EF")  # what stands before and after all records


def sureness(document: Document, tags: Tags) -> float:
    """Return the share of the lines that stand in a record; 0 if most of these carry no tag."""
    inside = tagged = 0
    is_open = False
    for line in document.first_lines:
        found = tags.line.match(line)
        is_open = is_open or bool(found and found[1] == tags.first)
        tagged += is_open and bool(found)
        inside += (is_open or line[:2] in _OUTSIDE) and bool(found or tags.continued.match(line))
        is_open = is_open and not (found and found[1] == tags.last)
    return inside / max(len(document.first_lines), 1) if tagged > inside / 3 else 0.0


def read_tagged(document: Document, tags: Tags) -> Iterator[RawRecord | Unreadable]:
    """Yield the record of each run of tagged lines from the opening tag on; what stands outside is no record."""
    for place, values in _tagged(document, tags):
        if isinstance(values, Unreadable):
            yield values
        elif tags.first in values or tags.fields["title"].split()[0] in values:
            yield RawRecord(place, _fields(values, tags))


def _tagged(document: Document, tags: Tags) -> Iterator[tuple[str, Values | Unreadable]]:
    """Yield the place and the values of each record."""
    values: dict[str, list[str]] = defaultdict(list)
    place, tag = "", ""
    for number, line in document.lines():
        if isinstance(line, Unreadable):
            yield line.place, line
            continue
        if found := tags.line.match(line):
            if found[1] == tags.first and values:
                yield place, values
                values = defaultdict(list)
            tag, place = found[1], place if values else f"line {number}"
            if tag == tags.last:
                yield place, values
                values, tag = defaultdict(list), ""
            else:
                values[tag].append((found[2] or "").strip())
        elif tag and line.strip() and (going_on := tags.continued.match(line)):
            if tag in tags.lists.split():
                values[tag].append(going_on[1].strip())
            else:
                values[tag][-1] = f"{values[tag][-1]} {going_on[1].strip()}".strip()
    if values:
        yield place, values


def _fields(values: Values, tags: Tags) -> dict[Field, Any]:
    fields: dict[Field, Any] = {}
    for field, names in tags.fields.items():
        said = [found for name in names.split() if (found := [text for text in values.get(name, ()) if text])]
        if field == "published":  # a date without a year says less than the year beside it
            said.sort(key=lambda found: not _YEAR.search(found[0]))
        if said:
            fields[field] = _said(field, said[0])
    return fields | _of_several(values, fields)


def _said(field: Field, texts: list[str]) -> Any:
    match field:
        case "authors":
            return texts
        case "keywords":
            return [keyword.strip() for text in texts for keyword in text.split(";")]
        case "abstract":
            return " ".join(dict.fromkeys(texts))
    return texts[0]


def _of_several(values: Values, fields: Mapping[Field, Any]) -> dict[Field, Any]:
    """Return what is put together from several tags: authors that are groups, a month beside a year, a marked DOI."""
    found: dict[Field, Any] = {}
    if groups := values.get("CN"):
        found["authors"] = [*fields.get("authors", ()), *groups]
    if (month := " ".join(values.get("PD", ()))) and month[:3].lower() in _MONTHS and "published" in fields:
        found["published"] = f"{fields['published']} {month}"
    for text in (*values.get("LID", ()), *values.get("AID", ())):
        if text.endswith("[doi]"):
            found["doi"] = text.removesuffix("[doi]").strip()
    return found
