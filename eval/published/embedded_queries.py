"""Embed the queries of a retrieval set once, and keep the vectors in a file for the next run."""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from rag.machine.files import explained_disk_errors
from rag.models.embedder.embedded_text import RULE, EmbeddedText
from rag.models.embedder.embedding import Embedder

ALIKE = 0.999  # cosine above which a model embeds queries and passages alike, but for rounding


def embedded_queries(embedder: Embedder, texts: Sequence[str], folder: Path) -> list[EmbeddedText]:
    """Return the embedded queries, from a file in `folder` if it has them for this embedder and these texts.

    Raises AbstractQAError when the folder cannot be written.
    """
    large = embedder.for_papers
    content = json.dumps([embedder.sha256, large.sha256 if large else "", RULE, *texts])
    file = folder / f"queries-{hashlib.sha256(content.encode()).hexdigest()[:16]}.npz"
    if not file.exists():
        with explained_disk_errors(folder):
            fresh = file.with_suffix(".new.npz")
            _save(fresh, _embedded(embedder, texts))
            os.replace(fresh, file)
    return _load(file, texts)


def _embedded(embedder: Embedder, texts: Sequence[str]) -> list[EmbeddedText]:
    """Embed queries in batches, as passages, where the model embeds both alike."""
    if texts and embedder.embed_query(texts[0]) @ embedder.embed_passages(texts[:1])[0] > ALIKE:
        read, large = embedder.read_passages(texts), embedder.for_papers
        return [replace(text, for_papers=large.embed_query(text.text)) for text in read] if large else read
    return [embedder.read_query(text) for text in texts]


def _save(file: Path, queries: Sequence[EmbeddedText]) -> None:
    np.savez(
        file,
        vectors=np.array([query.vector for query in queries]),
        for_papers=np.array([query.for_papers for query in queries if query.for_papers is not None]),
        words=np.concatenate([query.words for query in queries]) if queries else [],
        ends=np.cumsum([len(query.words) for query in queries], dtype=np.int64),
        stems=np.array([stem for query in queries for stem in query.stems], dtype=str),
    )


def _load(file: Path, texts: Sequence[str]) -> list[EmbeddedText]:
    with np.load(file, allow_pickle=False) as kept:
        vectors, words, stems, ends = (kept[name] for name in ("vectors", "words", "stems", "ends"))
        for_papers = list(kept["for_papers"]) or [None] * len(texts)
    return [
        EmbeddedText(text, vector, tuple(stems[start:end].tolist()), words[start:end], whole)
        for text, vector, (start, end), whole in zip(texts, vectors, pairwise([0, *ends]), for_papers, strict=True)
    ]
