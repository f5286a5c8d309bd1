"""The index of papers on the disk: opened, changed, built anew, and taken back to what it was before."""

from collections.abc import Callable, Sequence
from pathlib import Path

from index_store.generations import back_to, current_generation, generation_before, writer_lock
from index_store.index import Index
from index_store.paper_table import PaperTable
from index_store.paper_writer import corpus_sha256
from index_store.records import Paper
from index_store.whole_files import DamagedIndex, problems
from rag.ingest.storing.embedded_papers import CHUNKING
from rag.ingest.storing.index_writer import Change, write_generation
from rag.ingest.storing.repairing import Repaired, rebuild, repair
from rag.machine.files import explained_disk_errors
from rag.models.embedder.embedding import Embedder, Progress

__all__ = [
    "Change",
    "Repaired",
    "begin_index",
    "build_index",
    "corpus_sha256",
    "open_index",
    "rebuild",
    "repair",
    "undo",
    "update_index",
]


def update_index(
    folder: Path,
    decide: Callable[[PaperTable | None], Change],
    embedder: Embedder,
    progress: Progress | None = None,
) -> None:
    """Carry out what `decide` returns for the papers that are stored now.

    No other process writes in between. `decide` is given None when there is no index yet; what it returns can be undone
    then too. Raises IndexBusy when another process is writing, DamagedIndex and IndexMismatch as open_index does.
    """
    with explained_disk_errors(folder), writer_lock(folder):
        before = open_index(folder, embedder)
        try:
            change = decide(before.table if before else None)
            if not change.put and not change.removed:
                return
            if before is None:
                write_generation(folder, None, Change(), embedder)
            if before and bool(before.manifest.paper_embedder) != bool(embedder.for_papers):
                write_generation(folder, None, _whole(before.table.papers(), change), embedder, progress)
            else:
                write_generation(folder, before, change, embedder, progress)
        finally:
            if before:
                before.close()


def _whole(stored: Sequence[Paper], change: Change) -> Change:
    """Return a change that puts every paper anew, for vectors of fewer embedders than those that are stored."""
    papers = {paper.paper_id: paper for paper in (*stored, *change.put)}
    return Change(list(papers.values()), change.removed)


def begin_index(
    folder: Path, papers: Callable[[], Sequence[Paper]], embedder: Embedder, progress: Progress | None = None
) -> None:
    """Write the first generation, of `papers`, unless there is one; raises IndexBusy when another writes."""
    with explained_disk_errors(folder), writer_lock(folder):
        if current_generation(folder) is None:
            write_generation(folder, None, Change(papers()), embedder, progress)


def build_index(folder: Path, papers: Sequence[Paper], embedder: Embedder, progress: Progress | None = None) -> Index:
    """Write and publish a generation that holds exactly `papers`; return it opened.

    Texts that are in a segment already are not embedded again. Raises IndexBusy when another process is writing.
    """
    with explained_disk_errors(folder), writer_lock(folder):
        write_generation(folder, None, Change(papers), embedder, progress)
        index = open_index(folder, embedder)
    assert index is not None
    return index


def open_index(folder: Path, embedder: Embedder) -> Index | None:
    """Open the current generation, or return None when there is none.

    Raises IndexMismatch when it does not fit the embedder, DamagedIndex when files are not what was written.
    """
    generation = current_generation(folder)
    return _fitting(generation, embedder) if generation else None


def undo(folder: Path, embedder: Embedder) -> Index | None:
    """Make the generation before the current one current again and return it opened; None when there is none.

    Raises IndexBusy when another process is writing, and, before anything is changed, what open_index raises.
    """
    with explained_disk_errors(folder), writer_lock(folder):
        before = generation_before(folder)
        if before is None:
            return None
        index = _fitting(before, embedder)
        if found := [line for part in (before, *(s.folder for s in index.segments)) for line in problems(part)]:
            raise DamagedIndex(f"What was before cannot be brought back: {found[0]}")
        back_to(folder, before)
        return index


def _fitting(generation: Path, embedder: Embedder) -> Index:
    index = Index(generation)
    large = embedder.for_papers
    index.manifest.check(embedder.name, embedder.sha256, CHUNKING, (large.name, large.sha256) if large else None)
    return index
