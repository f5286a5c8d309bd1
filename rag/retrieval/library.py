"""The collection of papers: the current index generation, searched and added to."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from index_store.errors import AbstractQAError
from index_store.generations import current_generation
from index_store.index import Index
from index_store.records import Paper, RetrievedPassage
from rag.ingest.indexing import build_index, open_index
from rag.ingest.papers import bundled_papers, merge, paper_id_for
from rag.ingest.raw_record import Unreadable
from rag.ingest.readers import read_papers
from rag.machine.progress import Progress, silent
from rag.models.embedder.embedded_text import EmbeddedText
from rag.models.embedder.embedding import Embedder
from rag.retrieval.hybrid import Retriever
from rag.retrieval.names import Names


@dataclass(frozen=True)
class IngestReport:
    """The outcome of one ingest: ids of papers, and the records that could not be read."""

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: tuple[Unreadable, ...]

    def __str__(self) -> str:
        """Return the report in one line."""
        return (
            f"{len(self.added)} added, {len(self.updated)} updated, {len(self.unchanged)} unchanged, "
            f"{len(self.failed)} failed"
        )


class Library:
    """Opens the index at first use, building it from the bundled papers if there is none.

    Another process may publish a newer generation at any time; the next question uses it.
    """

    def __init__(self, folder: Path, embedder: Embedder, progress: Progress = silent) -> None:
        self.folder = folder
        self.embedder = embedder
        self._progress = progress
        self._lock = threading.Lock()
        self._opened: Index | None = None

    @property
    def index(self) -> Index:
        """Return the current generation; raises IndexMismatch when it does not fit the embedder."""
        with self._lock:
            if self._opened is None or self._opened.folder != current_generation(self.folder):
                self._opened = open_index(self.folder, self.embedder) or self._build(bundled_papers())
            return self._opened

    def search(self, question: EmbeddedText, limit: int) -> list[RetrievedPassage]:
        """Return the best passages for a question, best first, one a paper."""
        return Retriever(self.index).retrieve(question, limit)

    @property
    def names(self) -> Names:
        """Return the names of the papers of the current generation."""
        return Names(self.index.table)

    def papers(self) -> list[Paper]:
        """Return every paper in stored order."""
        return self.index.table.papers()

    def paper(self, paper_id: str) -> Paper:
        """Return one paper; raises AbstractQAError when there is none of that id."""
        table = self.index.table
        row = table.paper_row_of(paper_id)
        if row is None:
            raise AbstractQAError(f"No paper has the id {paper_id!r}. See the ids: abstract-qa papers")
        return table.paper(row)

    def ingest(self, path: Path) -> IngestReport:
        """Add the papers of a file or folder, or complete those that are there; nothing is stored on an error.

        Raises AbstractQAError when the file cannot be read at all, IndexBusy when another process is writing.
        """
        report, papers = _upsert(self.index.table.papers(), read_papers(path))
        if report.added or report.updated:
            with self._lock:
                self._opened = self._build(papers)
        return report

    def rebuild(self) -> Index:
        """Build the index anew from the stored papers with the present embedder, or from the bundled ones."""
        generation = current_generation(self.folder)
        papers = Index(generation).table.papers() if generation else bundled_papers()
        with self._lock:
            self._opened = self._build(papers)
            return self._opened

    def _build(self, papers: list[Paper]) -> Index:
        return build_index(self.folder, papers, self.embedder, partial(self._progress, "Indexing abstracts"))


def _upsert(stored: list[Paper], records: Iterable[Paper | Unreadable]) -> tuple[IngestReport, list[Paper]]:
    """Return the outcome of each record, and the papers after the ingest."""
    papers = {paper.paper_id: paper for paper in stored}
    outcome: dict[str, Literal["added", "updated", "unchanged"]] = {}
    failed = []
    for record in records:
        if isinstance(record, Unreadable):
            failed.append(record)
            continue
        known = papers.get(record.paper_id) or papers.get(paper_id_for(record.title))
        merged = merge(known, record) if known else record
        if known is None:
            outcome[merged.paper_id] = "added"
        elif replace(merged, sources=()) != replace(known, sources=()):
            outcome.setdefault(merged.paper_id, "updated")
        else:
            outcome.setdefault(merged.paper_id, "unchanged")
        papers[merged.paper_id] = merged
    ids = {kind: tuple(i for i, k in outcome.items() if k == kind) for kind in ("added", "updated", "unchanged")}
    return IngestReport(ids["added"], ids["updated"], ids["unchanged"], tuple(failed)), list(papers.values())
