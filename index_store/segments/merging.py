"""Segments that became too small, or mostly dead, are merged: their vectors are copied, nothing is embedded again.

A log-structured merge. Papers that come one at a time make segments of one; FAN of about one size become one, so a
paper is copied some four times on its way to LARGEST, and a search has fewer than FAN segments of each size to ask. A
segment of which less than half is stored is written anew: its dead rows cost a search more than the copy.
"""

from collections.abc import Sequence

import numpy as np

from index_store.records import Paper
from index_store.segments.segment import Origin, Segment
from index_store.segments.segment_writer import SegmentContent

FAN = 8
LEAST_LIVE = 0.5
SMALL = 2000  # papers from which a segment is large enough
LARGEST = 4000  # papers of a merged segment at most


def groups_to_merge(live: Sequence[int], papers: Sequence[int]) -> list[list[int]]:
    """Return which segments to merge, by their positions; `live` of the `papers` of each are stored."""
    dead = [i for i, (n, of) in enumerate(zip(live, papers, strict=True)) if 0 < n < LEAST_LIVE * of]
    sizes: dict[int, list[int]] = {}
    for position, count in enumerate(live):
        if 0 < count < SMALL and position not in dead:
            sizes.setdefault(_size(count), []).append(position)
    full = [position for of_size in sizes.values() if len(of_size) >= FAN for position in of_size]
    return _within_largest(sorted(full + dead), live, set(dead))


def _size(count: int) -> int:
    """Return to which power of FAN a number of papers comes up."""
    return next(power for power in range(64) if count < FAN ** (power + 1))


def _within_largest(positions: Sequence[int], live: Sequence[int], dead: set[int]) -> list[list[int]]:
    groups: list[list[int]] = []
    for position in positions:
        if not groups or sum(live[i] for i in groups[-1]) + live[position] > LARGEST:
            groups.append([])
        groups[-1].append(position)
    return [group for group in groups if len(group) > 1 or group[0] in dead]


def copied(papers: Sequence[Paper], places: Sequence[tuple[Segment, int]], origin: Origin) -> SegmentContent:
    """Return papers with the vectors that stand at some places; those of whole papers only if all are of `origin`.

    Raises DamagedIndex where the vectors are not those that were written.
    """
    for segment in {segment.name: segment for segment, _ in places}.values():
        segment.check_vectors()
    sentences = [np.arange(*s.sentence_bounds[place : place + 2]) for s, place in places]
    chunks = [np.arange(*s.chunk_bounds[place : place + 2]) for s, place in places]
    fits = all(s.origin == origin for s, _ in places)
    whole = [s.paper_vectors[[place]] for s, place in places if fits and s.paper_vectors is not None]
    return SegmentContent(
        papers=papers,
        sentence_counts=[len(rows) for rows in sentences],
        chunk_counts=[len(rows) for rows in chunks],
        sentence_vectors=_stacked([s.sentence_vectors[rows] for (s, _), rows in zip(places, sentences, strict=True)]),
        chunk_vectors=_stacked([s.chunk_vectors[rows] for (s, _), rows in zip(places, chunks, strict=True)]),
        word_vectors=[
            np.array(s.words.of(row)) for (s, _), rows in zip(places, sentences, strict=True) for row in rows
        ],
        paper_vectors=_stacked(whole) if whole else None,
    )


def _stacked(arrays: Sequence[np.ndarray]) -> np.ndarray:
    return np.concatenate(arrays).astype(np.float32)
