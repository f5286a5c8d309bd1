"""What is to be removed: papers by id, or what came from one file."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from index_store.errors import AbstractQAError
from index_store.paper_conditions import Conditions
from index_store.paper_table import PaperTable
from index_store.records import Paper
from rag.ingest.indexing import Change


@dataclass(frozen=True)
class Removed:
    """The ids of the papers that were removed, and of those that stay because another source has them too."""

    removed: tuple[str, ...]
    kept: tuple[str, ...]

    def __str__(self) -> str:
        """Return both in one line."""
        kept = f", {len(self.kept):,} kept, as they were merged: another source has them too" if self.kept else ""
        return f"{len(self.removed):,} removed{kept}"


def removal(table: PaperTable | None, paper_ids: Collection[str], source: str | None) -> tuple[Removed, Change]:
    """Return what is removed and kept, and the change that does it.

    Raises AbstractQAError for an id or a source that is not stored.
    """
    stays = [] if source is None else [_without(paper, source) for paper in _from(table, source)]
    kept = [paper for paper in stays if paper.sources and paper.paper_id not in paper_ids]
    gone = [paper.paper_id for paper in stays if not paper.sources]
    removed = tuple(dict.fromkeys([*_stored(table, paper_ids), *gone]))
    return Removed(removed, tuple(paper.paper_id for paper in kept)), Change(kept, removed)


def _stored(table: PaperTable | None, paper_ids: Collection[str]) -> Iterator[str]:
    for paper_id in paper_ids:
        if table is None or table.paper_row_of(paper_id) is None:
            raise AbstractQAError(f"No paper has the id {paper_id!r}; nothing was removed. The ids: abstract-qa papers")
        yield paper_id


def _from(table: PaperTable | None, source: str) -> list[Paper]:
    """Return the papers that a file gave; raises AbstractQAError when there are none."""
    papers = table.papers_of(table.rows_where(Conditions(source=source))) if table else []
    if not papers:
        known = ", ".join(file for file, _ in table.sources()[:8]) if table else "none"
        raise AbstractQAError(f"No paper came from {source!r}; nothing was removed. The sources are: {known}")
    return papers


def _without(paper: Paper, source: str) -> Paper:
    """Return a paper without a source; what the others say is read again when they are ingested."""
    return replace(paper, sources=tuple(replace(s, digest=None) for s in paper.sources if s.file != source))
