"""What a text in no known format looks like, in a few words, so that its owner sees what to mend."""

import csv
from collections import Counter

from rag.ingest.formats.field_names import named_fields
from rag.ingest.formats.json_records import described_json
from rag.ingest.formats.xml_records import outermost
from rag.ingest.opening.document import Document

_SHOWN = 60  # characters of a text
_COLUMNS_SHOWN = 12
_DELIMITERS = ",;\t|"


def looks_like(document: Document) -> str:
    """Return what a text looks like: `XML with <opml> outermost`, a table with its columns, or how it begins."""
    if element := outermost(document.beginning):
        return f"XML with <{element}> outermost"
    if json := described_json(document):
        return json
    if columns := _columns(document):
        shown = ", ".join(name.strip()[:40] or "(no name)" for name in columns[:_COLUMNS_SHOWN])
        more = f" and {len(columns) - _COLUMNS_SHOWN} more" if len(columns) > _COLUMNS_SHOWN else ""
        return f"a table with the columns {shown}{more}, {_lacking(columns, document)}"
    first = " ".join(document.first_lines[0].split()) if document.first_lines else ""
    return f"text that begins {first[:_SHOWN]!r}"


def _lacking(columns: list[str], document: Document) -> str:
    """Return which of title and abstract no column is known as, and how to say which it is."""
    known = named_fields({name: name for name in columns}, document.columns)
    lacking = [field for field in ("title", "abstract") if field not in known]
    option = ",".join(f"{field}=NAME" for field in lacking)
    return f"none of them known as {' or '.join(lacking)} (say which is: --columns {option})"


def _columns(document: Document) -> list[str]:
    """Return the names of the columns; none if fewer than three quarters of the rows have as many as the first."""
    for delimiter in _DELIMITERS:
        try:
            rows = [row for row in csv.reader(document.first_lines, delimiter=delimiter) if row]
        except csv.Error:
            continue
        counts = Counter(map(len, rows))
        is_header = rows and not any(name.rstrip().endswith((".", "!", "?")) for name in rows[0])
        if is_header and len(rows[0]) > 1 and counts[len(rows[0])] >= 0.75 * len(rows):
            return rows[0]
    return []
