"""Index generations on disk: a new one is written beside the current one, and takes its place in a single rename.

A reader always sees a complete generation; a writer that dies leaves the current one untouched. One writer at a time.
Generations share segments; those that none names any more are removed.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from index_store.errors import AbstractQAError
from index_store.whole_files import damaged, flush

SEGMENTS = "segments"


class IndexBusy(AbstractQAError):
    """Another process is writing the index."""


def current_generation(folder: Path) -> Path | None:
    """Return the folder of the current generation, or None when there is none yet.

    Where `CURRENT` is gone, it is the newest. Raises DamagedIndex where `CURRENT` names none.
    """
    try:
        name = (folder / "CURRENT").read_bytes().decode("ascii", "replace").strip()
    except FileNotFoundError:
        return next(iter(generations(folder)), None)
    if folder / name not in generations(folder):
        raise damaged(folder / "CURRENT", f"names {name[:20]!r}, and there is no such generation")
    return folder / name


def generations(folder: Path) -> list[Path]:
    """Return the folders of all generations, newest first."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted((path for path in found if path.is_dir() and path.name.isdigit()), reverse=True)


@contextmanager
def new_generation(folder: Path, is_change: bool = True) -> Iterator[Path]:
    """Yield an empty folder to write into; publish it when the block succeeds, remove it otherwise.

    The block seals the folder. Kept are the new generation and the one that was current; what is no change replaces
    that, and the one before it is kept. The caller holds the writer's lock.
    """
    current = _current_or_newest(folder)
    before = current if is_change else _older(folder, current)
    _remove_unfinished(folder)
    staging = folder / f"{_next_number(folder):06}.writing"
    staging.mkdir()
    try:
        yield staging
        final = staging.with_suffix("")
        staging.rename(final)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    flush(folder)
    _point_to(folder, final.name)
    _keep(folder, {final, before})


def generation_before(folder: Path) -> Path | None:
    """Return the generation that was current before the present one; None when it is not kept."""
    return _older(folder, current_generation(folder))


def back_to(folder: Path, before: Path) -> None:
    """Make a generation current again; what was current is set aside until the next one is written.

    Its number stays taken. The caller holds the writer's lock.
    """
    current = current_generation(folder)
    _point_to(folder, before.name)
    if current:
        current.rename(current.with_suffix(".undone"))


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


def _current_or_newest(folder: Path) -> Path | None:
    try:
        return current_generation(folder)
    except AbstractQAError:
        return next(iter(generations(folder)), None)


def _older(folder: Path, current: Path | None) -> Path | None:
    return next((path for path in generations(folder) if current and path.name < current.name), None)


def _next_number(folder: Path) -> int:
    return 1 + max((int(path.stem) for path in folder.iterdir() if path.stem.isdigit()), default=0)


def _remove_unfinished(folder: Path) -> None:
    """Remove what a killed writer left; finished segments stay, for the next one to use."""
    for path in (*folder.glob("*.writing"), *(folder / SEGMENTS).glob("*.writing")):
        shutil.rmtree(path, ignore_errors=True)


def _keep(folder: Path, kept: set[Path | None]) -> None:
    used = {name for path in kept if path for name in _segments_of(path)}
    for old in (*generations(folder), *folder.glob("*.undone")):
        if old not in kept:
            shutil.rmtree(old, ignore_errors=True)
    for segment in (folder / SEGMENTS).glob("*"):
        if segment.name not in used:
            shutil.rmtree(segment, ignore_errors=True)


def _segments_of(generation: Path) -> list[str]:
    """Return the names of a generation's segments; none where its manifest is damaged or of an older format."""
    try:
        return list(json.loads((generation / "manifest.json").read_text(encoding="utf-8"))["segments"])
    except (OSError, ValueError, LookupError, TypeError):
        return []


def _point_to(folder: Path, name: str) -> None:
    temporary = folder / "CURRENT.new"
    with temporary.open("w", encoding="ascii") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / "CURRENT")
    flush(folder)
