"""The vectors of many questions, kept by content, so that a second run over a retrieval set takes seconds."""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rag.embedding import Embedder
from rag.files import explained_disk_errors

ALIKE = 0.999  # cosine above which a model embeds a question as it embeds a passage, but for rounding


def query_vectors(embedder: Embedder, texts: Sequence[str], folder: Path) -> np.ndarray:
    """Return unit vectors (len(texts), dimension), from `folder` when it holds those of this embedder and texts.

    Raises AbstractQAError when the folder cannot be written.
    """
    content = json.dumps([embedder.sha256, *texts])
    file = folder / f"queries-{hashlib.sha256(content.encode()).hexdigest()[:16]}.npy"
    if file.exists():
        vectors: np.ndarray = np.load(file, allow_pickle=False)
        return vectors
    vectors = _embedded(embedder, texts)
    with explained_disk_errors(folder):
        fresh = file.with_suffix(".new.npy")
        np.save(fresh, vectors)
        os.replace(fresh, file)
    return vectors


def _embedded(embedder: Embedder, texts: Sequence[str]) -> np.ndarray:
    """Embed questions in batches, as passages, where the model makes no difference between the two."""
    if not texts:
        return np.zeros((0, embedder.dimension), dtype=np.float32)
    if embedder.embed_query(texts[0]) @ embedder.embed_passages(texts[:1])[0] > ALIKE:
        return embedder.embed_passages(texts)
    return np.stack([embedder.embed_query(text) for text in texts])
