"""One index generation: papers, their vectors, and the two ways to search them."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import chromadb
import numpy as np

from index_store.dense_index import DenseIndex, write_dense_index
from index_store.lexical_index import LexicalIndex, lexical_text, write_lexical_index
from index_store.manifest import Manifest
from index_store.paper_table import PaperTable, write_papers
from index_store.records import Chunk, Name, Paper, Sentence
from index_store.word_vectors import WordVectors, write_word_vectors


@dataclass(frozen=True)
class IndexContent:
    """Everything a generation holds; vectors are unit length, one row a sentence and one a chunk.

    `word_vectors` are the directions (words, dimension) of the words of each sentence; `names` are those of each paper.
    `paper_vectors`, one row a paper, are of an embedder of their own; None when there is none.
    """

    papers: Sequence[Paper]
    sentences: Sequence[Sentence]
    chunks: Sequence[Chunk]
    sentence_vectors: np.ndarray
    chunk_vectors: np.ndarray
    word_vectors: Sequence[np.ndarray]
    names: Sequence[Collection[Name]]
    paper_vectors: np.ndarray | None = None


def write_index(folder: Path, content: IndexContent, manifest: Manifest) -> None:
    """Write a generation into an empty folder; the manifest comes last."""
    write_papers(folder / "papers.sqlite3", content.papers, content.sentences, content.chunks, content.names)
    np.save(folder / "sentence_vectors.npy", content.sentence_vectors.astype(np.float16))
    np.save(folder / "chunk_vectors.npy", content.chunk_vectors.astype(np.float32))
    write_word_vectors(folder / "words", content.word_vectors, content.chunk_vectors.shape[-1])
    write_lexical_index(folder / "lexical", [lexical_text(paper) for paper in content.papers])
    chunk_ids = [{"paper_id": chunk.paper_id, "chunk_id": chunk.chunk_id} for chunk in content.chunks]
    write_dense_index(folder / "chroma", [chunk.text for chunk in content.chunks], chunk_ids, content.chunk_vectors)
    if content.paper_vectors is not None:
        np.save(folder / "paper_vectors.npy", content.paper_vectors.astype(np.float16))
        paper_ids = [{"paper_id": paper.paper_id} for paper in content.papers]
        titles = [paper.title for paper in content.papers]
        write_dense_index(folder / "chroma_papers", titles, paper_ids, content.paper_vectors)
    manifest.write(folder)


class Index:
    """An opened generation; nothing in it changes while it is open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = Manifest.read(folder)
        self.table = PaperTable(folder / "papers.sqlite3")
        self.sentence_vectors = np.load(folder / "sentence_vectors.npy", mmap_mode="r")
        self.chunk_vectors = np.load(folder / "chunk_vectors.npy", mmap_mode="r")

    @property
    def name(self) -> str:
        """Return the generation's name and the beginning of its corpus hash."""
        return f"{self.folder.name}-{self.manifest.corpus_sha256[:12]}"

    @cached_property
    def dense(self) -> DenseIndex:
        """Return the Chroma collection, opened at first use."""
        return DenseIndex(self.folder / "chroma")

    @cached_property
    def paper_vectors(self) -> np.ndarray:
        """Return the vectors (paper_count, dimension) of whole papers, opened at first use."""
        vectors: np.ndarray = np.load(self.folder / "paper_vectors.npy", mmap_mode="r")
        return vectors

    @cached_property
    def dense_papers(self) -> DenseIndex:
        """Return the Chroma collection of whole papers, opened at first use."""
        return DenseIndex(self.folder / "chroma_papers")

    @cached_property
    def lexical(self) -> LexicalIndex:
        """Return the BM25 index, opened at first use."""
        return LexicalIndex(self.folder / "lexical")

    @cached_property
    def words(self) -> WordVectors:
        """Return the vectors of the words of every sentence, opened at first use."""
        return WordVectors(self.folder / "words")

    @cached_property
    def paper_row_of_chunk(self) -> np.ndarray:
        """Return the paper row of every chunk row (chunk_count,)."""
        return np.array(self.table.paper_rows_of_chunks(), dtype=np.int64)

    @cached_property
    def paper_row_of_sentence(self) -> np.ndarray:
        """Return the paper row of every sentence row (sentence_count,)."""
        return np.array(self.table.paper_rows_of_sentences(), dtype=np.int64)

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
        for name in {"dense", "dense_papers"} & self.__dict__.keys():
            self.__dict__[name].close()
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
