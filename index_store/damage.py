"""Look at every file of the current generation, and read the papers of whichever generation still has them."""

import contextlib
from pathlib import Path

from index_store.generations import SEGMENTS, current_generation, generations
from index_store.manifest import IndexMismatch, Manifest
from index_store.paper_table import PaperTable
from index_store.records import Paper
from index_store.whole_files import DamagedIndex, problems


def damage(folder: Path) -> list[str]:
    """Return one line for every file of the current generation and its segments that is not what was written.

    An index of an older format, which has no list of its files, has no damage that could be told.
    """
    try:
        generation = current_generation(folder)
        segments = Manifest.read(generation).segments if generation else ()
    except IndexMismatch:
        return []
    except DamagedIndex as error:
        return [str(error)]
    folders = [folder / SEGMENTS / name for name in segments]
    return [line for part in ([generation, *folders] if generation else []) for line in problems(part)]


def stored_papers(folder: Path) -> tuple[Path, list[Paper]] | None:
    """Return the current generation, or else the newest whose papers can be read, and its papers in stored order.

    None when there is no generation. Raises DamagedIndex when no generation's papers can be read.
    """
    found = generations(folder)
    with contextlib.suppress(DamagedIndex):
        current = current_generation(folder)
        found.sort(key=lambda generation: generation != current)
    for generation in found:
        with contextlib.suppress(DamagedIndex):
            return generation, _papers(generation / "papers.sqlite3")
    if found:
        raise DamagedIndex(
            f"No papers can be read in {folder}: papers.sqlite3 is damaged in every generation. Put back a copy of the "
            "folder, or remove it and ingest your files again."
        )
    return None


def _papers(path: Path) -> list[Paper]:
    """Return the papers of a table of this or an older format; raises DamagedIndex where a record was changed."""
    with contextlib.closing(PaperTable(path)) as table:
        table.check_records()
        return table.papers()
