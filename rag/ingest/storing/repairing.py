"""Mend an index from what is left of it: papers are read, never made up; whole vectors are kept."""

from dataclasses import dataclass
from pathlib import Path

from index_store.damage import damage, stored_papers
from index_store.generations import generations, writer_lock
from index_store.records import Paper
from rag.ingest.storing.index_writer import Change, write_generation
from rag.machine.files import explained_disk_errors
from rag.models.embedder.embedding import Embedder, Progress


@dataclass(frozen=True)
class Repaired:
    """The outcome of a repair: how many papers there are, one line for each mended file, and one for each loss."""

    paper_count: int
    mended: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def repair(folder: Path, embedder: Embedder, progress: Progress | None = None) -> Repaired:
    """Write a whole generation in place of a damaged one; nothing is written where nothing is damaged.

    Raises DamagedIndex when the papers of no generation can be read, IndexBusy when another process is writing.
    """
    with explained_disk_errors(folder), writer_lock(folder):
        found = tuple(damage(folder))
        papers, lost = _left(folder)
        if found:
            write_generation(folder, None, Change(papers), embedder, progress, is_mending=True)
        return Repaired(len(papers), found, lost)


def rebuild(folder: Path, embedder: Embedder, progress: Progress | None = None) -> Repaired | None:
    """Write the index anew from the papers that it holds, of whatever format it is; None when there is none.

    Raises as repair does.
    """
    with explained_disk_errors(folder), writer_lock(folder):
        if not generations(folder):
            return None
        papers, lost = _left(folder)
        write_generation(folder, None, Change(papers), embedder, progress, is_mending=True)
        return Repaired(len(papers), (), lost)


def _left(folder: Path) -> tuple[list[Paper], tuple[str, ...]]:
    """Return the papers that can be read, and a line if those are not of the newest generation."""
    generation, papers = stored_papers(folder) or (None, [])
    newer = [path.name for path in generations(folder) if generation and path.name > generation.name]
    if not newer:
        return papers, ()
    return papers, (
        f"The papers of {newer[0]} cannot be read: what was changed in it is lost, those of before are kept.",
    )
