"""Nearest texts by cosine in a Chroma collection that is given vectors, never models."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings

COLLECTION = "vectors"
SEARCH_WIDTH = 200  # HNSW candidates; 100 miss some of the nearest in collections of 10,000 and more


def _client(folder: Path) -> Any:
    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def write_dense_index(
    folder: Path, texts: Sequence[str], metadatas: Sequence[dict[str, str]], vectors: np.ndarray
) -> None:
    """Write texts with their metadata and unit vectors (texts, dimension) into a new collection."""
    client = _client(folder)
    collection = client.create_collection(
        COLLECTION,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine", "ef_search": SEARCH_WIDTH}},
    )
    step = min(1000, client.get_max_batch_size())
    for start in range(0, len(texts), step):
        batch = slice(start, start + step)
        collection.add(
            ids=[str(row) for row in range(len(texts))[batch]],
            embeddings=vectors[batch].astype(np.float32),
            documents=list(texts[batch]),
            metadatas=list(metadatas[batch]),
        )
    client.close()


class DenseIndex:
    """An opened collection; ids are the rows of the vectors."""

    def __init__(self, folder: Path) -> None:
        self._client = _client(folder)
        self._collection = self._client.get_collection(COLLECTION, embedding_function=None)

    def nearest(self, vector: np.ndarray, limit: int) -> list[int]:
        """Return the rows of the `limit` texts nearest to a unit vector, nearest first."""
        found = self._collection.query(query_embeddings=[vector.astype(np.float32)], n_results=limit, include=[])
        return [int(row) for row in found["ids"][0]]

    def count(self) -> int:
        """Return how many texts the collection holds."""
        return self._collection.count()

    def close(self) -> None:
        """Release Chroma's files."""
        self._client.close()
