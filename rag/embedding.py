"""Turn text into unit vectors on the CPU: with sentence-transformers, or without waiting for it where it is little."""

import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index_store.errors import AbstractQAError
from rag.files import sha256_of
from rag.query_encoder import QueryEncoder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Progress = Callable[[int, int], None]
BATCH_TOKENS = 4096  # padded tokens a batch: large enough to keep two cores busy, small enough to stay in cache
FEW = 16  # texts that the query encoder has embedded before sentence-transformers has even loaded


class Embedder:
    """A sentence-transformers model in a folder.

    The tokenizer behind it is not safe to share between threads, so one text goes through at a time.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self._lock = threading.Lock()
        self._loaded: SentenceTransformer | None = None

    @cached_property
    def _encoder(self) -> QueryEncoder | None:
        return QueryEncoder.of(self.folder)

    @cached_property
    def sha256(self) -> str:
        """Return the SHA-256 of the weights: two models of one name and dimension are told apart by it."""
        weights = self.folder / "model.safetensors"
        if not weights.is_file():
            raise AbstractQAError(
                f"{self.folder} holds no model.safetensors; expected a sentence-transformers folder. "
                "Name another embedder; those known: abstract-qa models list"
            )
        return sha256_of(weights)

    def _model(self) -> "SentenceTransformer":
        if self._loaded is None:
            from sentence_transformers import SentenceTransformer

            from rag.hardware import fast_dtype

            self._loaded = SentenceTransformer(
                str(self.folder), device="cpu", local_files_only=True, model_kwargs={"dtype": fast_dtype()}
            )
        return self._loaded

    @property
    def dimension(self) -> int:
        """Return the length of the vectors."""
        with self._lock:
            if self._encoder:
                return self._encoder.dimension
            return int(self._model().get_embedding_dimension() or 0)

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a text has, special tokens not included."""
        with self._lock:
            if self._encoder:
                return self._encoder.count_tokens(text)
            return len(self._model().tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    def embed_query(self, question: str) -> np.ndarray:
        """Return the unit vector (dimension,) of a question."""
        with self._lock:
            if self._encoder:
                return self._encoder.embed(question)
            return _unit(self._model().encode_query(question, show_progress_bar=False))

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Return unit vectors (len(texts), dimension); `progress` is told texts done and texts in all."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        encoder = self._encoder if len(texts) <= FEW else None
        done = 0
        for batch in _batches(texts):
            with self._lock:
                vectors[batch] = self._embedded([texts[i] for i in batch], encoder)
            done += len(batch)
            if progress:
                progress(done, len(texts))
        return vectors

    def _embedded(self, texts: list[str], encoder: QueryEncoder | None) -> np.ndarray:
        if encoder:
            return np.stack([encoder.embed(text) for text in texts])
        return _unit(self._model().encode_document(texts, batch_size=len(texts), show_progress_bar=False))


def _unit(vectors: np.ndarray) -> np.ndarray:
    """Scale vectors to length 1 in float32: what a bfloat16 model calls normalised is off by some thousandths."""
    vectors = vectors.astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def _batches(texts: Sequence[str]) -> list[list[int]]:
    """Group positions of texts of like length, longest first, so that little of a batch is padding."""
    batches: list[list[int]] = []
    for position in sorted(range(len(texts)), key=lambda i: -len(texts[i])):
        longest = len(texts[batches[-1][0]]) if batches else 0
        if not batches or (len(batches[-1]) + 1) * min(longest // 4 + 1, 256) > BATCH_TOKENS:
            batches.append([])
        batches[-1].append(position)
    return batches
