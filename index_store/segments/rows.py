"""The rows of an index, which are those of its segments one after the other, and the places that they are."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from index_store.segments.segment import Segment


class Place(NamedTuple):
    """Where the vectors of a paper are: the name of a segment, and the place in it."""

    segment: str
    place: int


def places_of(numbers: np.ndarray, rows: np.ndarray, segments: Sequence[Segment]) -> dict[int, Place]:
    """Return the place of every paper (papers,), by its number, from its row."""
    starts = np.cumsum([0, *(len(segment) for segment in segments)])
    parts = np.searchsorted(starts, rows, side="right") - 1
    columns = zip(numbers.tolist(), parts.tolist(), (rows - starts[parts]).tolist(), strict=True)
    return {number: Place(segments[part].name, place) for number, part, place in columns}


def rows_of(places: Mapping[int, Place], segments: Sequence[Segment]) -> tuple[np.ndarray, int, int]:
    """Return the rows of papers, and how many sentences and chunks they have.

    The rows are (papers, 4): number, row, first sentence's row and first chunk's row of each paper, by number.
    """
    numbers = np.array(sorted(places), dtype=np.int64)
    part_of = {segment.name: part for part, segment in enumerate(segments)}
    parts = np.array([part_of[places[number].segment] for number in numbers.tolist()], dtype=np.int64)
    at = np.array([places[number].place for number in numbers.tolist()], dtype=np.int64)
    papers, _ = _first_rows(parts, at, [np.arange(len(segment) + 1) for segment in segments])
    sentences, sentence_count = _first_rows(parts, at, [segment.sentence_bounds for segment in segments])
    chunks, chunk_count = _first_rows(parts, at, [segment.chunk_bounds for segment in segments])
    return np.stack([numbers, papers, sentences, chunks], axis=1), sentence_count, chunk_count


def _first_rows(parts: np.ndarray, places: np.ndarray, bounds: Sequence[np.ndarray]) -> tuple[np.ndarray, int]:
    """Return the first row of what is at each place, and how many rows are at all of them."""
    starts = np.cumsum([0, *(of_segment[-1] for of_segment in bounds)])
    first, count = np.zeros(len(parts), dtype=np.int64), 0
    for part, of_segment in enumerate(bounds):
        here = parts == part
        first[here] = starts[part] + of_segment[places[here]]
        count += int(np.diff(of_segment)[places[here]].sum())
    return first, count
