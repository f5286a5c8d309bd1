"""The list of a library's papers, made anew when the papers have changed."""

import threading
from collections.abc import Sequence

from index_store.errors import EmptyCollection
from index_store.paper_table import PaperTable
from index_store.records import Paper
from rag.browsing.paper_list import Listed, PaperList, PaperQuery
from rag.retrieval.library import Library


class Browser:
    """Finds papers by what their records and abstracts say; a collection without papers has an empty list."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._making = threading.Lock()
        self._list = PaperList(())
        self._generation = ""

    def find(self, wanted: PaperQuery) -> Sequence[Listed]:
        """Return the papers that fit, in the order that is wanted."""
        return self.papers.find(wanted)

    @property
    def papers(self) -> PaperList:
        """Return the list of the papers that are stored now."""
        try:
            index = self._library.index
        except EmptyCollection:
            return PaperList(())
        with self._making:
            if self._generation != index.name:
                self._list = PaperList(index.table.papers())
                self._generation = index.name
            return self._list

    @property
    def generation(self) -> str:
        """Return the name of what is stored now; it changes with every change. Empty where nothing is."""
        try:
            return self._library.index.name
        except EmptyCollection:
            return ""

    def paper(self, paper_id: str) -> Paper | None:
        """Return a paper, None where it is not stored (any more)."""
        table = self._table()
        row = table.paper_row_of(paper_id) if table else None
        return None if table is None or row is None else table.paper(row)

    def sources(self) -> list[tuple[str, int]]:
        """Return each file that papers came from, and how many."""
        table = self._table()
        return table.sources() if table else []

    def _table(self) -> PaperTable | None:
        try:
            return self._library.index.table
        except EmptyCollection:
            return None
