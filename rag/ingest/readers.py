"""Read records from what people have: paths are opened, the format of each text is told, its reader reads it.

A record that cannot be read becomes an `Unreadable` and stops nothing; so does a file among others.
"""

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from index_store.errors import AbstractQAError
from rag.ingest.formats.known import NAMES, surest_format
from rag.ingest.formats.seen import looks_like
from rag.ingest.opening.archives import Part
from rag.ingest.opening.document import Document
from rag.ingest.opening.encodings import text_opener
from rag.ingest.opening.paths import parts_below
from rag.ingest.opening.refused import WHOLE_FILE, explained_reading_errors, printable
from rag.ingest.raw_record import Field, RawRecord, Unreadable

EXPECTED = f": expected one of these, with a title and an abstract each: {NAMES}"

Where = str | os.PathLike[str]
Found = RawRecord | Unreadable


def read_records(paths: Sequence[Where], columns: Mapping[Field, str] | None = None) -> Iterator[tuple[str, Found]]:
    """Yield the file and each record of it, for all files at `paths`: files, folders, archives, or `-` for a pipe.

    A file is named as below the folder or in the archive that was given. `columns` says under which name a field is
    to be found where that cannot be told. What cannot be read is one Unreadable; raises AbstractQAError if it is
    the only path that was given.
    """
    seen: set[Path] = set()
    for path in paths:
        try:
            yield from _records_at(path, seen, columns or {})
        except AbstractQAError as error:
            if len(paths) == 1:
                raise
            name = printable(os.fspath(path))
            yield name, Unreadable(name, WHOLE_FILE, str(error))


def read_text(text: str, file: str) -> Iterator[Found]:
    """Yield the records of a text in any known format; `file` is its name.

    Raises AbstractQAError if the text is empty or in no known format.
    """
    whole = text.removeprefix("\ufeff")
    yield from _records(Document(file, lambda: io.StringIO(whole, newline=None)))


def _records_at(path: Where, seen: set[Path], columns: Mapping[Field, str]) -> Iterator[tuple[str, Found]]:
    for part in parts_below(path, seen):
        if isinstance(part, Unreadable):
            yield part.file, part
            continue
        try:
            for record in _records_of(part, columns):
                yield part.file, record
        except AbstractQAError as error:
            if not os.path.isdir(path) and "/" not in part.file:
                raise
            yield part.file, Unreadable(part.file, WHOLE_FILE, str(error))


def _records_of(part: Part, columns: Mapping[Field, str]) -> Iterator[Found]:
    with explained_reading_errors(part.file):
        yield from _records(Document(part.file, text_opener(part.file, part.open), columns))


def _records(document: Document) -> Iterator[Found]:
    if not document.beginning.strip() and not document.is_cut:
        raise AbstractQAError(f"{document.file} is empty{EXPECTED}")
    found = surest_format(document)
    if found is None:
        raise AbstractQAError(f"{document.file} is in no format I know, it looks like {looks_like(document)}{EXPECTED}")
    yield from _with_abstracts(document.file, found.read(document))


def _with_abstracts(file: str, records: Iterator[Found]) -> Iterator[Found]:
    """Yield the records; if none has an abstract, one line instead of one a record."""
    without: list[Unreadable] = []
    has_abstract = is_told = False
    for record in records:
        if isinstance(record, Unreadable) or has_abstract:
            is_told = True
            yield record
        elif has_abstract := "abstract" in record.fields:
            yield from without
            yield record
        else:
            without.append(Unreadable(file, record.place, "no abstract"))
    if without and not has_abstract:
        yield Unreadable(file, WHOLE_FILE, f"no abstract in any record ({len(without):,} in all)")
    if not without and not has_abstract and not is_told:
        raise AbstractQAError(f"{file} holds no records: expected at least one with a title and an abstract")
