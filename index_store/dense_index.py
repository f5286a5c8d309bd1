"""Nearest texts by cosine over all segments: Chroma proposes, the stored vectors decide."""

from collections.abc import Sequence

import numpy as np

from index_store.segments.chroma_folder import ChromaFolder, CollectionName
from index_store.segments.stacked import StackedArrays


class DenseIndex:
    """The rows of `vectors`, one part a segment; `live` (rows,) says which are stored.

    A part without Chroma (None), or whose Chroma cannot be asked, has all its vectors compared.
    """

    def __init__(
        self,
        name: CollectionName,
        vectors: StackedArrays,
        chroma: Sequence[ChromaFolder | None],
        live: np.ndarray,
    ) -> None:
        self._name = name
        self._vectors = vectors
        self._chroma = chroma
        self._live = live

    def nearest(self, vector: np.ndarray, limit: int) -> list[int]:
        """Return the rows of the `limit` texts nearest to a unit vector, nearest first."""
        found = [np.zeros(0, dtype=np.int64)]
        start = 0
        for part, chroma in zip(self._vectors.parts, self._chroma, strict=True):
            live = self._live[start : start + len(part)]
            found.append(start + self._of_part(part, chroma, live, vector, limit))
            start += len(part)
        rows = np.concatenate(found)
        if not len(rows):
            return []
        cosines = self._vectors[rows].astype(np.float32) @ vector
        return [int(row) for row in rows[np.argsort(-cosines, kind="stable")][:limit]]

    def _of_part(
        self, part: np.ndarray, chroma: ChromaFolder | None, live: np.ndarray, vector: np.ndarray, limit: int
    ) -> np.ndarray:
        """Return the places of the live rows among which the nearest of a part are."""
        wanted = min(limit + int((~live).sum()), len(part))
        proposed = chroma.nearest(self._name, vector, wanted) if chroma and 0 < wanted < len(part) else None
        places = np.arange(len(part)) if proposed is None else np.array(proposed, dtype=np.int64)
        places = places[(places >= 0) & (places < len(part))]
        places = places[live[places]]
        if len(places) <= limit:
            return places
        cosines = part[places].astype(np.float32) @ vector
        return places[np.argpartition(-cosines, limit)[:limit]]

    def count(self) -> int:
        """Return how many texts are stored."""
        return int(self._live.sum())
