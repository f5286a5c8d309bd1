"""Files that are written once: flushed to the disk, listed with size and SHA-256, and checked against that list."""

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index_store.errors import AbstractQAError

LIST = "files.json"  # written last: a folder that has it is whole


class DamagedIndex(AbstractQAError):
    """A file of the index is not what was written."""


def damaged(path: Path, what: str) -> DamagedIndex:
    """Return the error of a file, and what is wrong with it."""
    return DamagedIndex(f"The index is damaged: {path} {what}. Mend it: abstract-qa doctor --repair")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn whatever a garbled file raises into one line."""
    try:
        yield
    except FileNotFoundError as error:
        raise damaged(path, "is missing") from error
    except OSError as error:
        raise damaged(path, f"cannot be read ({error.strerror or error})") from error
    except (ValueError, LookupError, TypeError, EOFError, sqlite3.Error) as error:
        raise damaged(path, f"cannot be read ({type(error).__name__})") from error


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def problem_with(path: Path, size: int, sha256: str | None) -> str | None:
    """Return what is wrong with the file at `path`; None when its bytes are the expected ones.

    With a `sha256` of None the content is not read.
    """
    if not path.is_file():
        return "is missing"
    found_size = path.stat().st_size
    if found_size != size:
        return f"has {found_size:,} bytes, expected {size:,}"
    found = sha256 and sha256_of(path)
    return None if found == sha256 else f"has SHA-256 {found}, expected {sha256}"


def seal(folder: Path) -> None:
    """Flush every file of a folder to the disk, and list them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    listed = {path.relative_to(folder).as_posix(): (path.stat().st_size, sha256_of(path)) for path in files}
    (folder / LIST).write_text(json.dumps(listed, indent=1), encoding="utf-8")
    for path in (*folder.rglob("*"), folder):
        flush(path)


def flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows has no way to
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def check(folder: Path, chosen: Callable[[str], bool], content: bool) -> None:
    """Raise DamagedIndex where a listed file whose name is `chosen` has another size, or another `content`."""
    for name, (size, sha256) in _listed(folder).items():
        problem = problem_with(folder / name, size, sha256 if content else None) if chosen(name) else None
        if problem:
            raise damaged(folder / name, problem)


def problems(folder: Path) -> list[str]:
    """Return one line for every listed file whose bytes are not the ones that were written."""
    try:
        listed = _listed(folder)
    except DamagedIndex as error:
        return [str(error)]
    found = {name: problem_with(folder / name, size, sha256) for name, (size, sha256) in listed.items()}
    return [f"{folder / name} {problem}" for name, problem in found.items() if problem]


def _listed(folder: Path) -> dict[str, tuple[int, str]]:
    with reading(folder / LIST):
        listed = json.loads((folder / LIST).read_text(encoding="utf-8"))
        if not isinstance(listed, dict) or not listed:
            raise ValueError("no files are listed")
        return {str(name): (int(size), str(sha256)) for name, (size, sha256) in listed.items()}
