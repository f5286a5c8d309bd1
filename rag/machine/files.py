"""Whole files: checked by size and SHA-256, replaced in one step; disk errors become one line."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index_store.errors import AbstractQAError
from index_store.whole_files import problem_with, sha256_of

__all__ = [
    "STAMP",
    "DiskFull",
    "explained_disk_errors",
    "problem_with",
    "require_space",
    "sha256_of",
    "write_atomically",
]

STAMP = "verified.json"  # what the model store leaves in a model's folder: the SHA-256 of each file that it checked

ROOM = 2**20  # bytes; with less, what could not be written did not fit


class DiskFull(AbstractQAError):
    """There is no room on the disk."""


def write_atomically(path: Path, text: str) -> None:
    """Replace the content of `path` in one step."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, path)


def require_space(folder: Path, needed: int) -> None:
    """Raise DiskFull when the disk of `folder` has less than `needed` bytes free."""
    if _free(folder) < needed:
        raise _disk_full(folder, needed)


@contextmanager
def explained_disk_errors(folder: Path, needed: int | None = None) -> Iterator[None]:
    """Turn an OSError under `folder`, or SQLite's, into one line.

    `needed` are the bytes to name when the disk is full, None when not known.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise _disk_full(folder, needed) from error
        raise AbstractQAError(f"Cannot use {folder}: {error}. Try again; if it stays so: abstract-qa doctor") from error
    except OSError as error:
        unsaid = error.errno is None and _free(folder) < ROOM  # libraries that write in C do not say why they could not
        if unsaid or error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _disk_full(folder, needed) from error
        raise AbstractQAError(
            f"Cannot use {error.filename or folder}: {error.strerror or error}. "
            "Make it readable and writable, or set ABSTRACT_QA_HOME to another folder."
        ) from error


def _disk_full(folder: Path, needed: int | None) -> DiskFull:
    asked = "" if needed is None else f"{needed / 1e6:,.1f} MB needed, "
    return DiskFull(
        f"Not enough room in {folder}: {asked}{_free(folder) / 1e6:,.1f} MB free. "
        "Free some, or set ABSTRACT_QA_HOME to a folder on a larger disk."
    )


def _free(folder: Path) -> int:
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(nearest).free
