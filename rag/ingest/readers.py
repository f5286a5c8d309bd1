"""Read papers from a file or a folder, whatever of the known layouts the text is in.

The layout is recognised by the content, never by the name. A record that cannot be read becomes an `Unreadable` and
stops nothing; a file that cannot be read at all is an error of one line.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from index_store.errors import AbstractQAError
from index_store.records import Paper
from rag.ingest.listings import (
    looks_like_alternating_listing,
    looks_like_dated_listing,
    read_alternating_listing,
    read_dated_listing,
)
from rag.ingest.raw_record import Unreadable
from rag.ingest.record_files import looks_like_csv, looks_like_json_lines, read_csv, read_json_lines

FILE_LIMIT = 200_000_000  # bytes
LINE_LIMIT = 1_000_000  # characters

Reader = Callable[[str, str], Iterator[Paper | Unreadable]]
_LAYOUTS: tuple[tuple[Callable[[str], bool], Reader], ...] = (
    (looks_like_json_lines, read_json_lines),
    (looks_like_csv, read_csv),
    (looks_like_dated_listing, read_dated_listing),
    (looks_like_alternating_listing, read_alternating_listing),
)
_LAYOUT_NAMES = (
    "JSON Lines or CSV with a title and an abstract each, or a listing page with one dated record a line "
    "or with titles and abstracts on alternate lines"
)


def read_papers(path: str | os.PathLike[str]) -> Iterator[Paper | Unreadable]:
    """Yield the papers of a file, or of all files below a folder, and the records that could not be read.

    Raises AbstractQAError if `path` itself is missing, empty or in no known layout; below a folder such a
    file is one `Unreadable`.
    """
    path = Path(path)
    try:
        if not path.exists():
            raise AbstractQAError(f"{path} is missing: expected a file or a folder of papers to ingest")
        if path.is_dir():
            yield from _read_folder(path)
        else:
            yield from _read_file(path, path.name)
    except OSError as error:
        raise AbstractQAError(f"{path} cannot be read: {_why(error)}") from error


def read_text(text: str, file: str) -> Iterator[Paper | Unreadable]:
    """Yield the records of a text in any known layout; `file` is the name in their sources.

    Raises AbstractQAError if the text is empty or in no known layout.
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise AbstractQAError(f"{file} is empty: expected {_LAYOUT_NAMES}")
    if len(text) > LINE_LIMIT:
        text, overlong = _without_overlong_lines(text)
        yield from (Unreadable(file, place, reason) for place, reason in overlong)
    for looks_right, read in _LAYOUTS:
        if looks_right(text):
            yield from read(text, file)
            return
    raise AbstractQAError(f"{file} is in no layout I know: expected {_LAYOUT_NAMES}")


def _read_folder(folder: Path) -> Iterator[Paper | Unreadable]:
    files, closed = _files_below(folder)
    yield from (Unreadable(name, "the whole folder", f"cannot be read: {why}") for name, why in closed)
    if not files and not closed:
        raise AbstractQAError(f"{folder} holds no files: expected files of papers, each {_LAYOUT_NAMES}")
    for file in files:
        name = file.relative_to(folder).as_posix()
        try:
            yield from _read_file(file, name)
        except AbstractQAError as error:
            yield Unreadable(name, "the whole file", str(error))
        except OSError as error:
            yield Unreadable(name, "the whole file", f"cannot be read: {_why(error)}")


def _files_below(folder: Path) -> tuple[list[Path], list[tuple[str, str]]]:
    """Return the files to read, sorted, and the folders that cannot be read, with the reason.

    Hidden files and links that lead out of the folder are left out.
    """
    home, found, closed = folder.resolve(), [], []

    def note(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise error
        closed.append((os.path.relpath(error.filename, folder), _why(error)))

    for directory, subfolders, names in os.walk(folder, onerror=note):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        paths = [Path(directory, name) for name in names if not name.startswith(".")]
        found += [path for path in paths if path.resolve().is_relative_to(home) and path.is_file()]
    return sorted(found), closed


def _read_file(path: Path, name: str) -> Iterator[Paper | Unreadable]:
    if not path.is_file():
        raise AbstractQAError(f"{name} is not a regular file: expected {_LAYOUT_NAMES}")
    if (size := path.stat().st_size) > FILE_LIMIT:
        raise AbstractQAError(
            f"{name} is {size / 1e6:,.1f} MB: expected at most {FILE_LIMIT / 1e6:,.0f} MB; split it into several files"
        )
    yield from read_text(_decoded(path.read_bytes(), name), name)


def _decoded(content: bytes, name: str) -> str:
    """Decode UTF-8, or a Western encoding where no byte is a control character."""
    if b"\0" in content:
        raise AbstractQAError(f"{name} is binary or UTF-16: expected text in UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if re.search(rb"[\x01-\x08\x0b\x0e-\x1f\x7f]", content):
            raise AbstractQAError(f"{name} is not text (byte {error.start}): expected text in UTF-8") from error
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _without_overlong_lines(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a text with its overlong lines emptied, and the place and reason of each."""
    lines, overlong = text.split("\n"), []
    for number, line in enumerate(lines, start=1):
        if len(line) > LINE_LIMIT:
            overlong.append((f"line {number}", f"a line of {len(line):,} characters: expected at most {LINE_LIMIT:,}"))
            lines[number - 1] = ""
    return "\n".join(lines), overlong


def _why(error: OSError) -> str:
    return error.strerror or str(error)
