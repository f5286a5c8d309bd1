"""Whole files: checked by size and SHA-256, replaced in one step; disk errors become one line."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index_store.errors import AbstractQAError

STAMP = "verified.json"  # what the model store leaves in a model's folder: the SHA-256 of each file that it checked


class DiskFull(AbstractQAError):
    """There is no room on the disk."""


def problem_with(path: Path, size: int, sha256: str) -> str | None:
    """Return what is wrong with the file at `path`; None when its bytes are the expected ones."""
    if not path.is_file():
        return "is missing"
    found_size = path.stat().st_size
    if found_size != size:
        return f"has {found_size:,} bytes, expected {size:,}"
    found = sha256_of(path)
    return None if found == sha256 else f"has SHA-256 {found}, expected {sha256}"


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
    """Turn an OSError under `folder` into one line.

    `needed` are the bytes to name when the disk is full, None when not known.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
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
