"""Paths to the files that they name: a file, all files below a folder, or `-` for what is piped in."""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from index_store.errors import AbstractQAError
from rag.ingest.opening.archives import Part, parts_of
from rag.ingest.opening.refused import WHOLE_FILE, explained_reading_errors, printable
from rag.ingest.raw_record import Unreadable

STANDARD_INPUT = "-"
PIPED_LIMIT = 200_000_000  # bytes, which are held in memory

Named = tuple[str, Path]  # the name that a file has in messages and sources, and where it is


def parts_below(path: str | os.PathLike[str], seen: set[Path]) -> Iterator[Part | Unreadable]:
    """Yield what is to be read at `path`, archives unpacked; a file among `seen` is left out, others are added to it.

    Raises AbstractQAError if `path` is missing, no file that can be read, or a folder that holds none; below a
    folder such a file is one Unreadable.
    """
    if os.fspath(path) == STANDARD_INPUT:
        yield from _piped()
        return
    path = Path(path)
    if not path.exists():
        raise AbstractQAError(f"{path} is missing: expected a file or a folder of papers to ingest")
    if not path.is_dir():
        yield from _parts(printable(path.name), path, seen)
        return
    for found in _files_below(path):
        if isinstance(found, Unreadable):
            yield found
            continue
        try:
            yield from _parts(*found, seen)
        except AbstractQAError as error:
            yield Unreadable(found[0], WHOLE_FILE, str(error))


def _parts(name: str, path: Path, seen: set[Path]) -> Iterator[Part | Unreadable]:
    if path.resolve() in seen:
        return
    seen.add(path.resolve())
    if not path.is_file():
        raise AbstractQAError(f"{name} is not a regular file: expected a file of papers, or - for what is piped in")
    with explained_reading_errors(name):
        yield from parts_of(Part(name, lambda: path.open("rb")), path.stat().st_size)


def _piped() -> Iterator[Part | Unreadable]:
    content = sys.stdin.buffer.read(PIPED_LIMIT + 1)
    if len(content) > PIPED_LIMIT:
        raise AbstractQAError(f"More than {PIPED_LIMIT / 1e6:,.0f} MB are piped in: save them, and name the file")
    yield from parts_of(Part("standard input", lambda: io.BytesIO(content)), len(content))


def _files_below(folder: Path) -> list[Named | Unreadable]:
    """Return the files below a folder, sorted, and what of it is not read and why; hidden files are left out."""
    home, found, told = folder.resolve(), list[Named](), list[Unreadable]()

    def name_of(path: str | Path) -> str:
        return printable(Path(os.path.relpath(path, folder)).as_posix())

    def note(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise AbstractQAError(f"{folder} cannot be read: {error.strerror or error}") from error
        told.append(Unreadable(name_of(error.filename), "the whole folder", f"cannot be read: {error.strerror}"))

    for directory, subfolders, names in os.walk(folder, onerror=note):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for path in (Path(directory, name) for name in (*names, *subfolders) if not name.startswith(".")):
            if path.is_symlink() and (path.is_dir() or not path.resolve().is_relative_to(home)):
                reason = "a link that is not followed: name what it leads to, to read it"
                told.append(Unreadable(name_of(path), WHOLE_FILE, reason))
            elif not path.is_dir():
                found.append((name_of(path), path))
    if not found and not told:
        raise AbstractQAError(f"{folder} holds no files: expected files of papers")
    return [*told, *sorted(found, key=lambda named: named[1])]
