"""One collection of papers: the current index generation, searched, added to, and taken back."""

import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from index_store.errors import AbstractQAError, EmptyCollection
from index_store.generations import current_generation
from index_store.index import Index
from index_store.paper_conditions import Conditions
from index_store.paper_table import PaperTable
from index_store.records import SEEDS, Paper, RetrievedPassage
from rag.ingest.bundled import bundled_papers
from rag.ingest.incoming import Incoming, IngestReport, Preview
from rag.ingest.indexing import Change, Repaired, begin_index, open_index, rebuild, repair, undo, update_index
from rag.ingest.raw_record import Field
from rag.ingest.readers import read_records
from rag.ingest.removing import Removed, removal
from rag.machine.progress import Progress, silent
from rag.map.map_making import map_of
from rag.map.paper_map import PaperMap
from rag.models.embedder.embedded_text import EmbeddedText
from rag.models.embedder.embedding import Embedder
from rag.models.embedder.embedding import Progress as EmbeddingProgress
from rag.retrieval.hybrid import Retriever
from rag.retrieval.names import Names

INDEXING = "Indexing abstracts"


class Library:
    """Opens the index at first use; that of the collection `seeds` is built from the bundled papers if there is none.

    Another process may publish a newer generation at any time; the next question uses it.
    """

    def __init__(self, folder: Path, embedder: Embedder, progress: Progress = silent, collection: str = SEEDS) -> None:
        self.folder = folder
        self.embedder = embedder
        self.collection = collection
        self._progress = progress
        self._opening = threading.Lock()
        self._writing = threading.Lock()
        self._drawing = threading.Lock()
        self._opened: Index | None = None
        self._map: PaperMap | None = None

    @property
    def index(self) -> Index:
        """Return the current generation.

        Raises IndexMismatch when it does not fit the embedder, AbstractQAError for a collection without papers.
        """
        with self._opening:
            if self._opened is None or self._opened.folder != current_generation(self.folder):
                self._opened = open_index(self.folder, self.embedder) or self._first_index()
            return self._opened

    def search(self, question: EmbeddedText, limit: int, among: Conditions | None = None) -> list[RetrievedPassage]:
        """Return the best passages for a question, best first, one a paper; None for `among`: of all papers."""
        return Retriever(self.index, among).retrieve(question, limit)

    @property
    def names(self) -> Names:
        """Return the names of the papers of the current generation."""
        return Names(self.index.table)

    @property
    def map(self) -> PaperMap:
        """Return the map of the papers of the current generation; the first time, it takes seconds to draw."""
        index = self.index
        with self._drawing:
            if self._map is None or self._map.index != index.name:
                self._map = map_of(index)
            return self._map

    def papers(self, among: Conditions | None = None) -> list[Paper]:
        """Return every paper in stored order, or those that fit the conditions."""
        table = self.index.table
        return table.papers_of(table.rows_where(among)) if among else table.papers()

    def paper(self, paper_id: str) -> Paper:
        """Return one paper; raises AbstractQAError when there is none of that id."""
        return self.index.table.paper_of(paper_id)

    def preview(self, *paths: Path) -> Preview:
        """Return what an ingest of files and folders would store; nothing is.

        Raises AbstractQAError when nothing can be read at all.
        """
        try:
            incoming = Incoming(self.index.table, self.collection)
        except EmptyCollection:
            incoming = Incoming(None, self.collection)
        incoming.take(read_records(paths))
        return Preview(tuple(incoming.change().put), incoming.report())

    def ingest(
        self, *paths: Path, columns: Mapping[Field, str] | None = None, progress: Progress | None = None
    ) -> IngestReport:
        """Add the papers of files and folders, or complete those that are there.

        Args:
            paths: each a file, a folder, or `-` for standard input.
            columns: the columns of a table that mean `title`, `abstract` and so on; None: as they are named.
            progress: is told how far it is; None: the progress of the library.

        Raises:
            AbstractQAError: when nothing can be read at all; nothing is stored then.
            IndexBusy: when another process is writing.
        """
        reports = []
        if self.collection == SEEDS:
            self._begin()

        def decide(table: PaperTable | None) -> Change:
            incoming = Incoming(table, self.collection)
            incoming.take(read_records(paths, columns))
            reports.append(incoming.report())
            return incoming.change()

        self._update(decide, progress)
        return reports[0]

    def remove(self, *paper_ids: str, source: str | None = None) -> Removed:
        """Remove papers by id, and those that came from the file `source` alone; others only forget that source.

        Raises AbstractQAError for an id or a source that is not stored; nothing is removed then.
        """
        removed = []

        def decide(table: PaperTable | None) -> Change:
            outcome, change = removal(table, paper_ids, source)
            removed.append(outcome)
            return change

        self._update(decide)
        return removed[0]

    def undo(self) -> Index:
        """Go back to the generation before the current one; raises AbstractQAError when there is none."""
        with self._writing:
            index = undo(self.folder, self.embedder) if current_generation(self.folder) else None
        if index is None:
            raise AbstractQAError("Nothing can be undone: expected an ingest or a removal since the last undo.")
        index.close()
        return self.index

    def rebuild(self) -> Index:
        """Build the index anew with the present embedder, from the stored papers if there are any.

        Raises AbstractQAError when the papers of no generation can be read.
        """
        with self._writing:
            if self.folder.is_dir():
                rebuild(self.folder, self.embedder, self._indexing)
        return self.index

    def repair(self) -> Repaired:
        """Mend what is damaged, as far as the papers can be read; raises AbstractQAError when none can."""
        with self._writing:
            return repair(self.folder, self.embedder, self._indexing)

    def _first_index(self) -> Index:
        if self.collection != SEEDS:
            raise EmptyCollection(
                f"The collection {self.collection!r} has no papers yet. "
                f"Add some: abstract-qa ingest FILE --collection {self.collection}"
            )
        self._begin()
        index = open_index(self.folder, self.embedder)
        assert index is not None
        return index

    def _begin(self) -> None:
        """Write the first generation, of the bundled papers, if there is none."""
        with self._writing:
            if current_generation(self.folder) is None:
                begin_index(self.folder, bundled_papers, self.embedder, self._indexing)

    def _update(self, decide: Callable[[PaperTable | None], Change], progress: Progress | None = None) -> None:
        indexing = partial(progress, INDEXING) if progress else self._indexing
        with self._writing:
            update_index(self.folder, decide, self.embedder, indexing)

    @property
    def _indexing(self) -> EmbeddingProgress:
        return partial(self._progress, INDEXING)
