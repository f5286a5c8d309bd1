"""The vectors of the words of every sentence, for matching a question word by word.

Only the direction of a vector is kept, in one byte a dimension: about 50 KB an abstract at 384 dimensions.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index_store.segments.stacked import load_array, save_array
from index_store.whole_files import damaged

LARGEST = 127


def directions(vectors: np.ndarray) -> np.ndarray:
    """Return vectors (n, dimension) as int8, each scaled so that its largest component is 127 or -127."""
    largest = np.abs(vectors).max(axis=-1, keepdims=True, initial=1e-30)
    return np.rint(vectors * (LARGEST / largest)).astype(np.int8)


def write_word_vectors(folder: Path, words: Sequence[np.ndarray], dimension: int) -> None:
    """Write directions (words, dimension), one array a sentence, in the order of the sentence rows."""
    folder.mkdir()
    save_array(folder / "directions.npy", np.zeros((0, dimension), dtype=np.int8), *words)
    save_array(folder / "ends.npy", np.cumsum([len(of_sentence) for of_sentence in words], dtype=np.int64))


class WordVectors:
    """Opened word vectors of the segments in these folders; positions are sentence rows."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._parts = [np.asarray(load_array(folder / "directions.npy", large=True)) for folder in folders]
        self._bounds = [np.concatenate([[0], load_array(folder / "ends.npy")]) for folder in folders]
        self._starts = np.cumsum([0, *(len(bounds) - 1 for bounds in self._bounds)])
        for folder, part, bounds in zip(folders, self._parts, self._bounds, strict=True):
            if len(part) != bounds[-1]:
                raise damaged(folder / "directions.npy", f"holds {len(part):,} words, expected {bounds[-1]:,}")

    def of(self, sentence_row: int) -> np.ndarray:
        """Return the directions (words, dimension) of the words of one sentence."""
        part = int(np.searchsorted(self._starts, sentence_row, side="right")) - 1
        if not 0 <= part < len(self._parts):
            raise damaged(Path("papers.sqlite3"), f"names sentence {sentence_row} of {self._starts[-1]}")
        place = sentence_row - self._starts[part]
        of_sentence: np.ndarray = self._parts[part][self._bounds[part][place] : self._bounds[part][place + 1]]
        return of_sentence

    def nearest(self, words: np.ndarray, sentence_rows: Sequence[int]) -> np.ndarray:
        """Return the cosine of each given word with the nearest word of each sentence (sentences, words).

        Args:
            words: directions (words, dimension).
            sentence_rows: the sentences; the cosines of one without words are 0.
        """
        return nearest_words(words, [self.of(row) for row in sentence_rows])


def nearest_words(words: np.ndarray, sentences: Sequence[np.ndarray]) -> np.ndarray:
    """Return the cosine of each given word with the nearest word of each sentence (sentences, words).

    Args:
        words: directions (words, dimension).
        sentences: the directions (words, dimension) of each; the cosines of one without words are 0.
    """
    nearest = np.zeros((len(sentences), len(words)), dtype=np.float32)
    lengths = np.array([len(of_sentence) for of_sentence in sentences], dtype=np.int64)
    if lengths.any() and len(words):
        cosines = _unit(np.concatenate(sentences)) @ _unit(words).T
        starts = np.cumsum(lengths) - lengths
        nearest[lengths > 0] = np.maximum.reduceat(cosines, starts[lengths > 0], axis=0)
    return nearest


def _unit(directions: np.ndarray) -> np.ndarray:
    vectors = directions.astype(np.float32)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1)
