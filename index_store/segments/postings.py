"""Which papers of a segment hold which words how often: the counts that BM25 needs, in compressed rows."""

import json
from collections import Counter
from collections.abc import Sequence
from copy import copy
from itertools import compress
from pathlib import Path

import numpy as np

from index_store.segments.stacked import load_array, save_array
from index_store.whole_files import reading


def write_postings(folder: Path, tokens: Sequence[Sequence[str]]) -> None:
    """Write the tokens of each paper, in the order of their places in the segment."""
    folder.mkdir()
    held: dict[str, list[tuple[int, int]]] = {}
    for place, of_paper in enumerate(tokens):
        for token, count in Counter(of_paper).items():
            held.setdefault(token, []).append((place, count))
    words = sorted(held)
    pairs = np.array([pair for word in words for pair in held[word]], dtype=np.int32).reshape(-1, 2)
    (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    save_array(folder / "bounds.npy", np.cumsum([0, *(len(held[word]) for word in words)], dtype=np.int64))
    save_array(folder / "places.npy", pairs[:, 0])
    save_array(folder / "counts.npy", pairs[:, 1])
    save_array(folder / "lengths.npy", np.array([len(of_paper) for of_paper in tokens], dtype=np.int64))


class Postings:
    """Opened postings; `lengths` (papers,) are in words, `live` (papers,) says whose text is still stored."""

    def __init__(self, folder: Path, live: np.ndarray) -> None:
        with reading(folder / "words.json"):
            words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
            self._number = {str(word): number for number, word in enumerate(words)}
        self._bounds, self._places, self._counts, self.lengths = (
            load_array(folder / f"{name}.npy") for name in ("bounds", "places", "counts", "lengths")
        )
        self._live = live

    def of(self, word: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the places of the live papers that hold a word, and how often each does."""
        number = self._number.get(word)
        if number is None:
            return self._places[:0], self._counts[:0]
        span = slice(self._bounds[number], self._bounds[number + 1])
        live = self._live[self._places[span]]
        return self._places[span][live], self._counts[span][live]

    def among(self, live: np.ndarray) -> "Postings":
        """Return the same postings of other live papers (papers,)."""
        other = copy(self)
        other._live = live
        return other

    def holders_by_group(self, group_of: np.ndarray, count: int) -> tuple[list[str], np.ndarray]:
        """Return all words, and how many papers of each of `count` groups hold them (words, groups).

        `group_of` (papers,) says which group the paper of each place is of, -1: of none.
        """
        number_of = np.repeat(np.arange(len(self._number)), np.diff(self._bounds))
        group = group_of[self._places]
        cells = (number_of * count + group)[group >= 0]
        holders = np.bincount(cells, minlength=len(self._number) * count).reshape(-1, count)
        return list(self._number), holders

    def words(self) -> set[str]:
        """Return the words that a live paper holds."""
        if self._live.all():
            return set(self._number)
        held = np.logical_or.reduceat(self._live[self._places], self._bounds[:-1])
        return set(compress(self._number, held))
