"""Index generations on disk: a new one is written beside the current one, and takes its place in a single rename.

A reader always sees a complete generation; a writer that dies leaves the current one untouched. One writer at a time.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from index_store.errors import AbstractQAError

KEPT = 2  # the current generation and the one before, which another process may still be reading


class IndexBusy(AbstractQAError):
    """Another process is writing the index."""


def current_generation(folder: Path) -> Path | None:
    """Return the folder of the current generation, or None when there is none yet."""
    try:
        return folder / (folder / "CURRENT").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


@contextmanager
def new_generation(folder: Path) -> Iterator[Path]:
    """Yield an empty folder to write into; publish it when the block succeeds, remove it otherwise.

    The caller holds the writer's lock.
    """
    number = 1 + max((int(path.name) for path in _published(folder)), default=0)
    staging = folder / f"{number:06}.writing"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    try:
        yield staging
        final = folder / f"{number:06}"
        staging.rename(final)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    _point_to(folder, final.name)
    for old in _published(folder)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def back_to_the_one_before(folder: Path) -> Path | None:
    """Make the generation before the current one current again; None when there is none.

    What was current is removed. The caller holds the writer's lock.
    """
    current = current_generation(folder)
    before = [path for path in _published(folder) if current and path.name < current.name]
    if current is None or not before:
        return None
    _point_to(folder, before[-1].name)
    shutil.rmtree(current, ignore_errors=True)
    return before[-1]


def writer_lock(folder: Path) -> AbstractContextManager[object]:
    """Return the lock of the only writer, held for the length of a block.

    Raises IndexBusy when another process holds it.
    """
    from filelock import FileLock, Timeout  # here, because a reader needs none

    folder.mkdir(parents=True, exist_ok=True)
    try:
        return FileLock(folder / "writer.lock").acquire(blocking=False)
    except Timeout as error:
        raise IndexBusy(
            f"Another process is writing the index in {folder}. Wait until it has finished, then try again."
        ) from error


def _published(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and path.name.isdigit())


def _point_to(folder: Path, name: str) -> None:
    temporary = folder / "CURRENT.new"
    with temporary.open("w", encoding="ascii") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / "CURRENT")
