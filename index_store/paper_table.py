"""Papers, sentences and chunks in one SQLite file: the source of truth that the search structures index.

Rows are numbered from 0; row numbers of chunks and sentences are the row numbers of their vectors.
"""

import json
import sqlite3
import threading
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from index_store.records import Chunk, Name, NameKind, Paper, Sentence

SCHEMA = """
CREATE TABLE papers (row INTEGER PRIMARY KEY, paper_id TEXT UNIQUE NOT NULL, record TEXT NOT NULL);
CREATE TABLE sentences (row INTEGER PRIMARY KEY, paper_row INTEGER NOT NULL, number INTEGER NOT NULL,
                        start INTEGER NOT NULL, "end" INTEGER NOT NULL);
CREATE TABLE chunks (row INTEGER PRIMARY KEY, paper_row INTEGER NOT NULL, chunk_id TEXT NOT NULL,
                     text TEXT NOT NULL, first_sentence INTEGER NOT NULL, last_sentence INTEGER NOT NULL);
CREATE TABLE names (text TEXT NOT NULL, kind TEXT NOT NULL, paper_row INTEGER NOT NULL);
CREATE INDEX names_by_text ON names (text);
CREATE INDEX sentences_of_paper ON sentences (paper_row);
CREATE INDEX chunks_of_paper ON chunks (paper_row);
"""


def write_papers(
    path: Path,
    papers: Sequence[Paper],
    sentences: Iterable[Sentence],
    chunks: Iterable[Chunk],
    names: Sequence[Collection[Name]],
) -> None:
    """Write a new table; sentences and chunks must be in the order of their vectors, `names` in that of the papers."""
    row_of = {paper.paper_id: row for row, paper in enumerate(papers)}
    with sqlite3.connect(path) as database:
        database.executescript(SCHEMA)
        database.executemany(
            "INSERT INTO papers VALUES (?, ?, ?)",
            ((row, p.paper_id, json.dumps(p.to_dict(), ensure_ascii=False)) for row, p in enumerate(papers)),
        )
        database.executemany(
            "INSERT INTO sentences VALUES (?, ?, ?, ?, ?)",
            ((row, row_of[s.paper_id], s.number, s.start, s.end) for row, s in enumerate(sentences)),
        )
        database.executemany(
            "INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?)",
            (
                (row, row_of[c.paper_id], c.chunk_id, c.text, c.first_sentence, c.last_sentence)
                for row, c in enumerate(chunks)
            ),
        )
        database.executemany(
            "INSERT INTO names VALUES (?, ?, ?)",
            ((name.text, name.kind, row) for row, of_paper in enumerate(names) for name in of_paper),
        )
    database.close()


class PaperTable:
    """Read access to a written table; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)
        self._lock = threading.Lock()

    def _rows(self, query: str, *values: object) -> list[tuple]:
        with self._lock:
            return self._database.execute(query, values).fetchall()

    def papers(self) -> list[Paper]:
        """Return every paper in stored order."""
        return [Paper.from_dict(json.loads(r)) for (r,) in self._rows("SELECT record FROM papers ORDER BY row")]

    def paper(self, row: int) -> Paper:
        """Return the paper of a row."""
        return Paper.from_dict(json.loads(self._rows("SELECT record FROM papers WHERE row = ?", row)[0][0]))

    def papers_of(self, rows: Iterable[int]) -> list[Paper]:
        """Return the papers of rows, in stored order."""
        return [self.paper(row) for row in sorted(set(rows))]

    def rows_named(self, text: str, *kinds: NameKind) -> set[int]:
        """Return the rows of the papers that have a name, in lower case, of one of some kinds."""
        marks = ", ".join("?" * len(kinds))
        return {
            row
            for (row,) in self._rows(f"SELECT paper_row FROM names WHERE text = ? AND kind IN ({marks})", text, *kinds)
        }

    def sentences(self, paper_row: int) -> list[tuple[int, Sentence]]:
        """Return (vector row, sentence) for one paper, in order."""
        paper = self.paper(paper_row)
        rows = self._rows('SELECT row, number, start, "end" FROM sentences WHERE paper_row = ? ORDER BY row', paper_row)
        return [
            (row, Sentence(paper.paper_id, number, paper.abstract[start:end], start, end))
            for row, number, start, end in rows
        ]

    def sentence_rows(self, paper_row: int) -> list[int]:
        """Return the vector rows of one paper's sentences, in order."""
        return [row for (row,) in self._rows("SELECT row FROM sentences WHERE paper_row = ?", paper_row)]

    def sentence_row(self, paper_id: str, number: int) -> int:
        """Return the vector row of one stored sentence."""
        rows = self._rows(
            "SELECT s.row FROM sentences s JOIN papers p ON p.row = s.paper_row WHERE p.paper_id = ? AND s.number = ?",
            paper_id,
            number,
        )
        return rows[0][0]

    def chunks(self, paper_row: int) -> list[tuple[int, Chunk]]:
        """Return (vector row, chunk) for one paper, in order."""
        rows = self._rows(
            "SELECT c.row, c.chunk_id, p.paper_id, c.text, c.first_sentence, c.last_sentence FROM chunks c "
            "JOIN papers p ON p.row = c.paper_row WHERE c.paper_row = ? ORDER BY c.row",
            paper_row,
        )
        return [(row, Chunk(*values)) for row, *values in rows]

    def paper_row_of(self, paper_id: str) -> int | None:
        """Return the row of a paper, or None when it is not stored."""
        rows = self._rows("SELECT row FROM papers WHERE paper_id = ?", paper_id)
        return rows[0][0] if rows else None

    def paper_rows_of_chunks(self) -> list[int]:
        """Return, for every chunk row, the row of its paper."""
        return [row for (row,) in self._rows("SELECT paper_row FROM chunks ORDER BY row")]

    def paper_rows_of_sentences(self) -> list[int]:
        """Return, for every sentence row, the row of its paper."""
        return [row for (row,) in self._rows("SELECT paper_row FROM sentences ORDER BY row")]

    def close(self) -> None:
        """Close the file."""
        self._database.close()
