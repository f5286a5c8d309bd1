"""One index generation, opened: papers, their vectors, and the two ways to search them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import chromadb
import numpy as np

from index_store.dense_index import DenseIndex
from index_store.generations import SEGMENTS
from index_store.lexical_index import LexicalIndex
from index_store.manifest import Manifest
from index_store.paper_table import PaperTable
from index_store.records import Sentence
from index_store.segments.postings import Postings
from index_store.segments.segment import Segment
from index_store.segments.stacked import StackedArrays
from index_store.whole_files import check, damaged
from index_store.word_vectors import WordVectors


class Index:
    """An opened generation; nothing in it changes while it is open.

    Rows are those of its segments, one after the other. Rows whose text is not stored any more are never found. Raises
    DamagedIndex where files are not what was written, and IndexMismatch where they are of another format.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = Manifest.read(folder)
        check(folder, lambda name: True, content=False)
        self.table = PaperTable(folder / "papers.sqlite3")
        self.segments = [Segment(folder.parent / SEGMENTS / name) for name in self.manifest.segments]
        for part in self.segments:
            part.check_words()

    @property
    def name(self) -> str:
        """Return the generation's name and the beginning of its corpus hash."""
        return f"{self.folder.name}-{self.manifest.corpus_sha256[:12]}"

    @cached_property
    def live(self) -> np.ndarray:
        """Return whether each paper row (rows,) is of a stored paper."""
        rows = self.table.places[:, 1]
        live = np.zeros(sum(map(len, self.segments)), dtype=bool)
        if len(rows) != self.manifest.paper_count or (len(rows) and not 0 <= rows.min() <= rows.max() < len(live)):
            raise damaged(self.folder / "papers.sqlite3", "does not fit its segments")
        live[rows] = True
        return live

    @cached_property
    def paper_rows(self) -> np.ndarray:
        """Return the rows (papers,) of the stored papers, ascending."""
        return np.flatnonzero(self.live)

    @cached_property
    def dense(self) -> DenseIndex:
        """Return the search of chunks by their vectors."""
        live = self.live[self.paper_row_of_chunk]
        return DenseIndex("chunks", self.chunk_vectors, [part.chroma for part in self.segments], live)

    @cached_property
    def sentence_vectors(self) -> StackedArrays:
        """Return the vectors (rows, dimension) of sentences, opened at first use."""
        return StackedArrays([part.sentence_vectors for part in self.segments], self.manifest.dimension)

    @cached_property
    def chunk_vectors(self) -> StackedArrays:
        """Return the vectors (rows, dimension) of chunks, opened at first use."""
        return StackedArrays([part.chunk_vectors for part in self.segments], self.manifest.dimension)

    @cached_property
    def paper_vectors(self) -> StackedArrays:
        """Return the vectors (rows, dimension) of whole papers."""
        vectors = [part.paper_vectors for part in self.segments if part.paper_vectors is not None]
        return StackedArrays(vectors, vectors[0].shape[-1] if vectors else 0)

    @cached_property
    def dense_papers(self) -> DenseIndex:
        """Return the search of whole papers by their vectors."""
        return DenseIndex("papers", self.paper_vectors, [part.chroma for part in self.segments], self.live)

    @cached_property
    def lexical(self) -> LexicalIndex:
        """Return the BM25 index, opened at first use."""
        lives = np.split(self.live, np.cumsum([len(part) for part in self.segments])[:-1])
        parts = [Postings(part.folder / "lexical", live) for part, live in zip(self.segments, lives, strict=False)]
        return LexicalIndex(parts, self.live)

    @cached_property
    def words(self) -> WordVectors:
        """Return the vectors of the words of every sentence, opened at first use."""
        return WordVectors([part.folder / "words" for part in self.segments])

    @cached_property
    def paper_row_of_chunk(self) -> np.ndarray:
        """Return the paper row of every chunk row (chunks,), also of chunks that are not stored any more."""
        return self._stacked_rows([part.paper_of_chunk() for part in self.segments])

    @cached_property
    def paper_row_of_sentence(self) -> np.ndarray:
        """Return the paper row of every sentence row (sentences,), also of those that are not stored any more."""
        return self._stacked_rows([part.paper_of_sentence() for part in self.segments])

    def _stacked_rows(self, places: Sequence[np.ndarray]) -> np.ndarray:
        starts = np.cumsum([0, *(len(part) for part in self.segments)])
        rows = [start + of_part for start, of_part in zip(starts, places, strict=False)]
        return np.concatenate([np.zeros(0, dtype=np.int64), *rows])

    def vectors_of(self, sentences: Sequence[Sentence]) -> np.ndarray:
        """Return the vectors (sentences, dimension) of sentences that are stored."""
        return self.sentence_vectors[self._rows_of(sentences)].astype(np.float32)

    def words_of(self, sentences: Sequence[Sentence]) -> tuple[np.ndarray, ...]:
        """Return the directions (words, dimension) of the words of each of these sentences, which are stored."""
        return tuple(self.words.of(row) for row in self._rows_of(sentences))

    def _rows_of(self, sentences: Sequence[Sentence]) -> list[int]:
        return [self.table.sentence_row(sentence.paper_id, sentence.number) for sentence in sentences]

    def close(self) -> None:
        """Release files."""
        for part in self.segments:
            part.close()
        self.table.close()


@contextmanager
def opened(folder: Path) -> Iterator[Index]:
    """Open a generation for the length of a block."""
    index = Index(folder)
    try:
        yield index
    finally:
        index.close()


CHROMADB_VERSION: str = chromadb.__version__
