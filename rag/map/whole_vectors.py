"""One vector a paper, cut down to the directions in which the papers differ most; never all of them at once."""

from collections.abc import Iterator

import numpy as np

from index_store.index import Index

DIRECTIONS = 64  # hold two thirds of the ten nearest papers among 3,229 abstracts; 32 half, and more cost time
BLOCK = 4096  # papers whose vectors are in memory at once


def reduced_vectors(index: Index) -> np.ndarray:
    """Return (papers, directions) in stored order, the most telling direction first: their principal components."""
    rows = index.table.places[:, 1]
    count, mean, spread = len(rows), 0.0, 0.0
    for vectors in _blocks(index, rows):
        mean = mean + vectors.sum(axis=0, dtype=np.float64) / count
        spread = spread + vectors.T @ vectors / count
    directions = _principal(np.atleast_2d(spread - np.outer(mean, mean)), count)
    return np.concatenate([(vectors - mean) @ directions for vectors in _blocks(index, rows)]).astype(np.float32)


def _principal(covariance: np.ndarray, count: int) -> np.ndarray:
    """Return (dimension, directions); their signs are set, as either would do."""
    _, found = np.linalg.eigh(covariance)
    directions = found[:, ::-1][:, : min(DIRECTIONS, max(count, 2))]
    largest = np.abs(directions).argmax(axis=0)
    return directions * np.sign(directions[largest, np.arange(directions.shape[1])])


def _blocks(index: Index, rows: np.ndarray) -> Iterator[np.ndarray]:
    for start in range(0, len(rows), BLOCK):
        of_block = rows[start : start + BLOCK]
        if len(index.paper_vectors):
            yield index.paper_vectors[of_block].astype(np.float32)
        else:
            yield _means_of_chunks(index, of_block)


def _means_of_chunks(index: Index, rows: np.ndarray) -> np.ndarray:
    """Return the mean direction of the chunks of each paper, where no embedder has read whole papers."""
    first = np.searchsorted(index.paper_row_of_chunk, rows, side="left")
    counts = np.searchsorted(index.paper_row_of_chunk, rows, side="right") - first
    starts = np.cumsum(counts) - counts
    places = np.repeat(first - starts, counts) + np.arange(counts.sum())
    sums = np.add.reduceat(index.chunk_vectors[places].astype(np.float32), starts)
    unit: np.ndarray = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return unit
