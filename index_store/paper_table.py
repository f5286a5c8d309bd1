"""Papers, sentences and chunks in one SQLite file: the source of truth that the search structures index.

Rows are numbered from 0 over all segments; a row whose text is not stored any more is of no paper. Inside the file a
paper has a number of its own, so that rows can change.
"""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import numpy as np

from index_store.errors import AbstractQAError
from index_store.paper_conditions import Conditions
from index_store.records import Chunk, NameKind, Paper, Sentence
from index_store.whole_files import damaged, reading


class PaperTable:
    """Read access to a written table; safe to share between threads. Raises DamagedIndex where it cannot be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        with reading(path):
            path.stat()
            self._database = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            self._database.execute("PRAGMA temp_store = MEMORY")

    def _rows(self, query: str, *values: object) -> list[tuple]:
        with self._lock, reading(self._path):
            return self._database.execute(query, values).fetchall()

    def _paper(self, record: str) -> Paper:
        with reading(self._path):
            return Paper.from_dict(json.loads(record))

    def papers(self) -> list[Paper]:
        """Return every paper in stored order."""
        return [self._paper(record) for (record,) in self._rows("SELECT record FROM papers ORDER BY rowid")]

    def check_records(self) -> None:
        """Raise DamagedIndex unless every record is what was written; a table of an older format cannot tell."""
        if "digest" in [column for _, column, *_ in self._rows("PRAGMA table_info(papers)")]:
            for digest, record in self._rows("SELECT digest, record FROM papers"):
                if hashlib.sha256(record.encode()).digest() != digest:
                    raise damaged(self._path, "holds a paper that is not what was written")

    def paper(self, row: int) -> Paper:
        """Return the paper of a row."""
        rows = self._rows("SELECT record FROM papers JOIN places USING (paper) WHERE row = ?", row)
        with reading(self._path):
            return self._paper(rows[0][0])

    def paper_of(self, paper_id: str) -> Paper:
        """Return the paper of an id; raises AbstractQAError when there is none."""
        row = self.paper_row_of(paper_id)
        if row is None:
            raise AbstractQAError(f"No paper has the id {paper_id!r}. See the ids: abstract-qa papers")
        return self.paper(row)

    def papers_of(self, rows: Iterable[int]) -> list[Paper]:
        """Return the papers of rows, in the order of the rows."""
        return [self.paper(row) for row in sorted({int(row) for row in rows})]

    def rows_named(self, text: str, *kinds: NameKind) -> set[int]:
        """Return the rows of the papers that have a name, in lower case, of one of some kinds."""
        marks = ", ".join("?" * len(kinds))
        return {
            row
            for (row,) in self._rows(
                f"SELECT row FROM names JOIN places USING (paper) WHERE text = ? AND kind IN ({marks})", text, *kinds
            )
        }

    def rows_with(self, kind: str, value: str) -> set[int]:
        """Return the rows of the papers that have an identity of a kind, such as a DOI."""
        query = "SELECT row FROM identities JOIN places USING (paper) WHERE kind = ? AND value = ?"
        return {row for (row,) in self._rows(query, kind, identity_digest(value))}

    def rows_where(self, conditions: Conditions) -> np.ndarray:
        """Return the rows (papers,) of the papers that fit all conditions, ascending."""
        queries = list(conditions.queries())
        papers = " INTERSECT ".join(query for query, _ in queries) or "SELECT paper FROM papers"
        values = [value for _, of_query in queries for value in of_query]
        rows = self._rows(f"SELECT row FROM ({papers}) JOIN places USING (paper)", *values)
        return np.sort(np.fromiter((row for (row,) in rows), dtype=np.int64, count=len(rows)))

    def years(self) -> list[tuple[str, int | None]]:
        """Return the id and the year of every paper in stored order."""
        return [(paper_id, year) for paper_id, year in self._rows("SELECT paper_id, year FROM papers ORDER BY paper")]

    def sources(self) -> list[tuple[str, int]]:
        """Return each file that papers came from, and how many; a paper may have come from several."""
        return [(f, n) for f, n in self._rows("SELECT file, COUNT(*) FROM sources GROUP BY file ORDER BY file")]

    @cached_property
    def places(self) -> np.ndarray:
        """Return (papers, 4): number, row, first sentence's row and first chunk's row of every paper, by number."""
        return np.array(self._rows("SELECT * FROM places ORDER BY paper"), dtype=np.int64).reshape(-1, 4)

    def sentences(self, paper_row: int) -> list[tuple[int, Sentence]]:
        """Return (vector row, sentence) for one paper, in order."""
        paper = self.paper(paper_row)
        rows = self._rows(
            'SELECT first_sentence + number, number, start, "end" FROM sentences JOIN places USING (paper) '
            "WHERE row = ? ORDER BY number",
            paper_row,
        )
        return [
            (row, Sentence(paper.paper_id, number, paper.abstract[start:end], start, end))
            for row, number, start, end in rows
        ]

    def sentence_rows(self, paper_row: int) -> list[int]:
        """Return the vector rows of one paper's sentences, in order."""
        query = "SELECT first_sentence + number FROM sentences JOIN places USING (paper) WHERE row = ? ORDER BY number"
        return [row for (row,) in self._rows(query, paper_row)]

    def sentence_row(self, paper_id: str, number: int) -> int:
        """Return the vector row of one stored sentence."""
        rows = self._rows(
            "SELECT first_sentence + number FROM sentences JOIN places USING (paper) JOIN papers USING (paper) "
            "WHERE paper_id = ? AND number = ?",
            paper_id,
            number,
        )
        with reading(self._path):
            return rows[0][0]

    def chunks(self, paper_row: int) -> list[tuple[int, Chunk]]:
        """Return (vector row, chunk) for one paper, in order."""
        rows = self._rows(
            "SELECT first_chunk + c.number, c.chunk_id, p.paper_id, c.text, c.first_sentence, c.last_sentence "
            "FROM places JOIN chunks c USING (paper) JOIN papers p USING (paper) WHERE row = ? ORDER BY c.number",
            paper_row,
        )
        return [(row, Chunk(*values)) for row, *values in rows]

    def paper_row_of(self, paper_id: str) -> int | None:
        """Return the row of a paper, or None when it is not stored."""
        rows = self._rows("SELECT row FROM papers JOIN places USING (paper) WHERE paper_id = ?", paper_id)
        return rows[0][0] if rows else None

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def identity_digest(value: str) -> str:
    """Return what an identity is kept as: it is looked up whole, and an abstract is long."""
    return hashlib.blake2b(value.encode(), digest_size=12).hexdigest()
