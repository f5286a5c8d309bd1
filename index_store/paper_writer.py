"""Write the table of a generation: anew, or as a changed copy of the one before."""

import contextlib
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index_store.paper_conditions import facets_of, year_of
from index_store.paper_table import identity_digest
from index_store.records import Chunk, Name, Paper, Sentence

SCHEMA = """
CREATE TABLE papers (paper INTEGER PRIMARY KEY, paper_id TEXT UNIQUE NOT NULL, digest BLOB NOT NULL, year INTEGER,
                     record TEXT NOT NULL);
CREATE TABLE places (paper INTEGER PRIMARY KEY, row INTEGER UNIQUE NOT NULL, first_sentence INTEGER NOT NULL,
                     first_chunk INTEGER NOT NULL);
CREATE TABLE sentences (paper INTEGER, number INTEGER, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
                        PRIMARY KEY (paper, number)) WITHOUT ROWID;
CREATE TABLE chunks (paper INTEGER, number INTEGER, chunk_id TEXT NOT NULL, text TEXT NOT NULL,
                     first_sentence INTEGER NOT NULL, last_sentence INTEGER NOT NULL,
                     PRIMARY KEY (paper, number)) WITHOUT ROWID;
CREATE TABLE names (text TEXT, kind TEXT, paper INTEGER, PRIMARY KEY (text, kind, paper)) WITHOUT ROWID;
CREATE TABLE identities (kind TEXT, value TEXT, paper INTEGER, PRIMARY KEY (kind, value, paper)) WITHOUT ROWID;
CREATE TABLE facets (kind TEXT, word TEXT, paper INTEGER, number INTEGER,
                     PRIMARY KEY (kind, word, paper, number)) WITHOUT ROWID;
CREATE TABLE sources (file TEXT, paper INTEGER, PRIMARY KEY (file, paper)) WITHOUT ROWID;
CREATE INDEX papers_by_year ON papers (year) WHERE year IS NOT NULL;
"""
OF_TEXT = ("sentences", "chunks")
OF_RECORD = ("names", "identities", "facets", "sources")


@dataclass(frozen=True)
class Entry:
    """A paper as it is stored, with the names it is called by and the marks (kind, value) that tell it from others."""

    paper: Paper
    names: Collection[Name]
    identities: Collection[tuple[str, str]]


class PaperWriter:
    """A table that is being written, kept when its block succeeds; of no use when it does not.

    Papers keep their number as long as they are stored, and are in the order of their numbers.
    """

    def __init__(self, path: Path, copy_of: Path | None = None) -> None:
        if copy_of:
            shutil.copyfile(copy_of, path)
        self._database = sqlite3.connect(path)
        self._database.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA cache_size = -64000;")
        if not copy_of:
            self._database.executescript(SCHEMA)
        self._next = self._database.execute("SELECT COALESCE(MAX(paper) + 1, 0) FROM papers").fetchone()[0]

    def _numbers_of(self, paper_ids: Iterable[str]) -> dict[str, int]:
        """Return the numbers of those papers that are stored."""
        query = "SELECT paper FROM papers WHERE paper_id = ?"
        found = ((paper_id, self._database.execute(query, (paper_id,)).fetchone()) for paper_id in paper_ids)
        return {paper_id: row[0] for paper_id, row in found if row}

    def paper(self, number: int) -> Paper:
        """Return a stored paper."""
        [(record,)] = self._database.execute("SELECT record FROM papers WHERE paper = ?", (number,))
        return Paper.from_dict(json.loads(record))

    def remove(self, paper_ids: Iterable[str]) -> list[int]:
        """Remove those papers that are stored with all that is stored of them; return their numbers."""
        numbers = list(self._numbers_of(paper_ids).values())
        self._clear(numbers, "papers", "places", *OF_TEXT, *OF_RECORD)
        return numbers

    def put(self, entries: Sequence[Entry]) -> list[int]:
        """Store papers, or put them in place of those of the same id; return their numbers.

        Sentences and chunks that are stored of them stay.
        """
        known = self._numbers_of(entry.paper.paper_id for entry in entries)
        self._clear(known.values(), *OF_RECORD)
        numbers = [known.get(e.paper.paper_id, self._next + place) for place, e in enumerate(entries)]
        self._next = max([self._next, *(number + 1 for number in numbers)])
        for number, entry in zip(numbers, entries, strict=True):
            self._put(number, entry)
        return numbers

    def _put(self, number: int, entry: Entry) -> None:
        paper = entry.paper
        record = json.dumps(paper.to_dict(), ensure_ascii=False)
        row = (number, paper.paper_id, hashlib.sha256(record.encode()).digest(), year_of(paper), record)
        self._insert("INSERT OR REPLACE INTO papers VALUES (?, ?, ?, ?, ?)", [row])
        self._insert("INSERT INTO names VALUES (?, ?, ?)", {(n.text, n.kind, number) for n in entry.names})
        marks = {(kind, identity_digest(value), number) for kind, value in entry.identities}
        self._insert("INSERT INTO identities VALUES (?, ?, ?)", marks)
        facets = {(kind, word, number, place) for kind, word, place in facets_of(paper)}
        self._insert("INSERT INTO facets VALUES (?, ?, ?, ?)", facets)
        self._insert("INSERT INTO sources VALUES (?, ?)", {(source.file, number) for source in paper.sources})

    def put_text(self, number: int, sentences: Sequence[Sentence], chunks: Sequence[Chunk]) -> None:
        """Store the sentences and chunks of a paper, in place of those that it has."""
        self._clear([number], *OF_TEXT)
        self._insert(
            "INSERT INTO sentences VALUES (?, ?, ?, ?)", ((number, s.number, s.start, s.end) for s in sentences)
        )
        self._insert(
            "INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?)",
            ((number, i, c.chunk_id, c.text, c.first_sentence, c.last_sentence) for i, c in enumerate(chunks)),
        )

    def place(self, places: np.ndarray) -> None:
        """Store where every paper's vectors are: (papers, 4) of number, row, first sentence, first chunk."""
        self._database.execute("DELETE FROM places")
        self._insert("INSERT INTO places VALUES (?, ?, ?, ?)", places.tolist())

    def _clear(self, numbers: Iterable[int], *tables: str) -> None:
        self._database.execute("CREATE TEMP TABLE IF NOT EXISTS cleared (paper INTEGER PRIMARY KEY)")
        self._database.execute("DELETE FROM cleared")
        rows = [(number,) for number in set(numbers)]
        if not rows:
            return
        self._insert("INSERT INTO cleared VALUES (?)", rows)
        for table in tables:
            self._database.execute(f"DELETE FROM {table} WHERE paper IN (SELECT paper FROM cleared)")

    def _insert(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        self._database.executemany(statement, rows)

    def corpus_sha256(self) -> str:
        """Return a digest that changes when any stored paper does."""
        digests = self._database.execute("SELECT digest FROM papers ORDER BY paper")
        return hashlib.sha256(b"".join(digest for (digest,) in digests)).hexdigest()

    def __enter__(self) -> "PaperWriter":
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        with contextlib.closing(self._database):
            if failed is None:
                self._database.commit()


def corpus_sha256(papers: Iterable[Paper]) -> str:
    """Return the digest of papers that a table of them has."""
    records = (json.dumps(paper.to_dict(), ensure_ascii=False) for paper in papers)
    return hashlib.sha256(b"".join(hashlib.sha256(r.encode()).digest() for r in records)).hexdigest()
