"""One segment, opened: the vectors and words of some thousand papers at most, written once and never changed.

A paper is at a place in it, a sentence and a chunk each at a row; which of them are still stored, the generation says.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from index_store.records import Paper
from index_store.segments.chroma_folder import ChromaFolder
from index_store.segments.stacked import load_array
from index_store.whole_files import check, damaged, reading
from index_store.word_vectors import WordVectors

VECTORS = ("sentence_vectors.npy", "chunk_vectors.npy", "paper_vectors.npy", "words/directions.npy")
COMPUTED = ("lexical/", "chroma/")  # from the vectors and the texts, again whenever need be
KEY_BYTES = 16


@dataclass(frozen=True)
class Origin:
    """What the vectors of a segment were made with.

    `paper_embedder_sha256` is that of the embedder of whole papers; empty when there are no vectors of those.
    """

    embedder_sha256: str
    chunking: str
    dimension: int
    paper_embedder_sha256: str = ""

    @property
    def of_texts(self) -> tuple[str, str, int]:
        """Return what the vectors of sentences, chunks and words depend on."""
        return self.embedder_sha256, self.chunking, self.dimension


def text_key(paper: Paper) -> bytes:
    """Return the digest of what is embedded of a paper."""
    text = json.dumps([paper.title, paper.abstract]).encode()
    return hashlib.sha256(text).digest()[:KEY_BYTES]


class Segment:
    """An opened segment; raises DamagedIndex where vectors have another size, or what says whose they are has changed.

    `sentence_bounds` and `chunk_bounds` (papers + 1,) say where the rows of each place begin and end.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        check(folder, lambda name: name in VECTORS, content=False)
        check(folder, lambda name: name not in VECTORS and not name.startswith(COMPUTED), content=True)
        with reading(folder / "origin.json"):
            self.origin = Origin(**json.loads((folder / "origin.json").read_text(encoding="utf-8")))
        self._keys = load_array(folder / "keys.npy")
        self.sentence_bounds = load_array(folder / "sentence_bounds.npy")
        self.chunk_bounds = load_array(folder / "chunk_bounds.npy")

    def _vectors(self, name: str, rows: int) -> np.ndarray:
        vectors = load_array(self.folder / name, large=True)
        if vectors.ndim != 2 or len(vectors) != rows:
            raise damaged(self.folder / name, f"holds an array of {vectors.shape}, expected {rows:,} rows")
        return np.asarray(vectors)

    @property
    def name(self) -> str:
        """Return the name of its folder, a digest of its texts and their origin."""
        return self.folder.name

    def __len__(self) -> int:
        return len(self._keys)

    def key(self, place: int) -> bytes:
        """Return the digest of the text at a place."""
        return self._keys[place].tobytes()

    def places(self) -> dict[bytes, int]:
        """Return the place of every text, by its digest; one of them where a text is at several."""
        return {key.tobytes(): place for place, key in enumerate(self._keys)}

    @cached_property
    def sentence_vectors(self) -> np.ndarray:
        """Return the vectors (sentences, dimension) of sentences; like all others, a file is open while they are."""
        return self._vectors("sentence_vectors.npy", self.sentence_bounds[-1])

    @cached_property
    def chunk_vectors(self) -> np.ndarray:
        """Return the vectors (chunks, dimension) of chunks."""
        return self._vectors("chunk_vectors.npy", self.chunk_bounds[-1])

    @cached_property
    def paper_vectors(self) -> np.ndarray | None:
        """Return the vectors (papers, dimension) of whole papers; None when there are none."""
        return self._vectors("paper_vectors.npy", len(self)) if self.origin.paper_embedder_sha256 else None

    @cached_property
    def words(self) -> WordVectors:
        """Return the directions of the words of its sentences."""
        return WordVectors([self.folder / "words"])

    def check_words(self) -> None:
        """Raise DamagedIndex unless the words for BM25 are those that were written."""
        check(self.folder, lambda name: name.startswith("lexical/"), content=True)

    def check_vectors(self) -> None:
        """Raise DamagedIndex unless the vectors are those that were written; reads all of them."""
        check(self.folder, lambda name: name in VECTORS, content=True)

    @cached_property
    def chroma(self) -> ChromaFolder | None:
        """Return its Chroma collections; None where all vectors are compared."""
        return ChromaFolder(self.folder / "chroma") if (self.folder / "chroma").is_dir() else None

    def paper_of_chunk(self) -> np.ndarray:
        """Return the place of the paper of every chunk (chunks,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.chunk_bounds))

    def paper_of_sentence(self) -> np.ndarray:
        """Return the place of the paper of every sentence (sentences,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.sentence_bounds))

    def close(self) -> None:
        """Release Chroma's files."""
        if "chroma" in self.__dict__ and self.chroma:
            self.chroma.close()
