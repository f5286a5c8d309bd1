"""Read tables: CSV and its kin, with whatever parts their columns, under a header that names title and abstract."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from rag.ingest.formats.field_names import named_fields, plain
from rag.ingest.opening.document import Document
from rag.ingest.raw_record import RawRecord, Unreadable

_DELIMITERS = ",;\t|"
_HEADER_ROWS = 10  # rows among which the header is sought: some exports begin with a few lines about themselves
_ROWS = 200  # rows that a layout is told by
_LEFT_OVER = "what is left of a row before it, whose quotes do not close"


@dataclass(frozen=True)
class Layout:
    """How a table is written: what parts its columns, whether quotes join them, and which row, from 0, is the header.

    `fit` is the share of the rows under the header that have as many columns as it.
    """

    delimiter: str
    is_quoted: bool
    header: tuple[str, ...]
    header_row: int
    fit: float


def table_sureness(document: Document) -> float:
    """Return 0 without a header that names title and abstract, else more the more rows are as long as it."""
    layout = layout_of(document)
    return 0.55 + 0.45 * layout.fit if layout else 0.0


def read_table(document: Document) -> Iterator[RawRecord | Unreadable]:
    """Yield the record of each row under the header; a row that does not fit it is told with all of its lines."""
    layout = layout_of(document)
    if layout is None:
        return
    overlong: list[Unreadable] = []
    usual: tuple[bool, ...] | None = None  # how the quotes of the first row stand
    is_lost = False  # inside what is left of a row whose quotes do not close
    for number, row in enumerate(_rows(_lines(document, overlong), layout.delimiter, layout.is_quoted)):
        yield from overlong
        overlong.clear()
        if number <= layout.header_row or row.is_blank:
            continue
        usual = usual or (row.quotes[0], row.quotes[1], True)
        is_lost = bool(row.error) or (is_lost and row.quotes != usual)
        reason = row.error or (_LEFT_OVER if is_lost else _misfit(row.cells, layout.header, document))
        if reason:
            yield Unreadable(document.file, row.place, reason)
        else:
            record = dict(zip(layout.header, row.cells, strict=False))
            yield RawRecord(row.first, named_fields(record, document.columns))
    yield from overlong


def layout_of(document: Document) -> Layout | None:
    """Return the layout under which most rows of the beginning fit their header; None if none names the fields."""
    layouts = [_layout(document, delimiter, True) for delimiter in _DELIMITERS] + [_layout(document, "\t", False)]
    return max((layout for layout in layouts if layout), key=lambda layout: layout.fit, default=None)


def _layout(document: Document, delimiter: str, is_quoted: bool) -> Layout | None:
    lines = document.beginning.split("\n")
    whole = (line + "\n" for line in (lines[:-1] if document.is_cut else lines))
    rows = list(islice(_rows(whole, delimiter, is_quoted), _ROWS))
    for number, row in enumerate(rows[:_HEADER_ROWS]):
        fields = named_fields({name: name for name in row.cells if name.strip()}, document.columns)
        if len(row.cells) > 1 and {"title", "abstract"} <= fields.keys():
            below = [other for other in rows[number + 1 :] if not other.is_blank]
            fits = sum(not other.error and len(other.cells) == len(row.cells) for other in below)
            return Layout(delimiter, is_quoted, tuple(row.cells), number, fits / len(below) if below else 1.0)
    return None


@dataclass(frozen=True)
class _Row:
    """A row or what is wrong with it, the first and the last of its lines, and how its quotes stand.

    `quotes` says whether it begins with one, whether it has any, and whether they come in pairs.
    """

    first_line: int
    last_line: int
    quotes: tuple[bool, ...]
    cells: tuple[str, ...] = ()
    error: str = ""

    @property
    def first(self) -> str:
        return f"line {self.first_line}"

    @property
    def place(self) -> str:
        return self.first if self.first_line == self.last_line else f"lines {self.first_line}-{self.last_line}"

    @property
    def is_blank(self) -> bool:
        return not self.error and not any(self.cells)


def _rows(lines: Iterator[str], delimiter: str, is_quoted: bool) -> Iterator[_Row]:
    read: list[str] = []  # the lines of the present row

    def kept() -> Iterator[str]:
        for line in lines:
            read.append(line)
            yield line

    reader = _reader(kept(), delimiter, is_quoted)
    while True:
        read.clear()
        first = reader.line_num + 1
        try:
            cells = tuple(next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            last, reason = max(reader.line_num, first), f"not CSV: {error}; is a quote not closed?"
            yield _Row(first, last, _quotes("".join(read)), error=reason)
        else:
            yield _Row(first, reader.line_num, _quotes("".join(read)), cells)


def _quotes(raw: str) -> tuple[bool, ...]:
    return raw.startswith('"'), '"' in raw, raw.count('"') % 2 == 0


def _reader(lines: Iterator[str], delimiter: str, is_quoted: bool) -> Any:
    if is_quoted:
        return csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)


def _lines(document: Document, overlong: list[Unreadable]) -> Iterator[str]:
    for _, line in document.lines():
        if isinstance(line, Unreadable):
            overlong.append(line)
            line = ""
        yield line + "\n"


def _misfit(cells: tuple[str, ...], header: tuple[str, ...], document: Document) -> str | None:
    """Tell a row that is too long, or that ends with its abstract or before it: the abstract may be cut there."""
    if len(cells) == len(header):
        return None
    fields = named_fields({name: number for number, name in enumerate(header) if plain(name)}, document.columns)
    if len(cells) < len(header) and len(cells) <= fields["abstract"] + 1 or any(cells[len(header) :]):
        return f"{len(cells)} fields under a header of {len(header)}"
    return None
