"""Turn text into unit vectors on the CPU: with sentence-transformers, or faster without it for a few texts."""

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from index_store.errors import AbstractQAError
from rag.machine.files import STAMP, sha256_of
from rag.models.embedder.embedded_text import EmbeddedText
from rag.models.embedder.query_encoder import QueryEncoder
from rag.models.embedder.sentence_encoder import SentenceEncoder

Progress = Callable[[int, int], None]
BATCH_TOKENS = 4096  # padded tokens a batch: enough to keep two cores busy, few enough to stay in cache
FEW = 2400  # characters up to which the query encoder is done before sentence-transformers has loaded
QUESTIONS_KEPT = 16  # one question is searched for more than once


class Embedder:
    """A sentence-transformers model in a folder; `for_papers` is a larger one that reads whole papers, if any.

    The tokenizer behind it is not safe to share between threads, so one text goes through at a time.
    """

    def __init__(self, name: str, folder: Path, for_papers: "Embedder | None" = None) -> None:
        self.name = name
        self.folder = folder
        self.for_papers = for_papers
        self._lock = threading.Lock()
        self._kept = lru_cache(QUESTIONS_KEPT)(self._read_question)

    @cached_property
    def _quick(self) -> QueryEncoder | None:
        return QueryEncoder.of(self.folder)

    @cached_property
    def _reference(self) -> SentenceEncoder:
        return SentenceEncoder(self.folder)

    @cached_property
    def sha256(self) -> str:
        """Return the SHA-256 of the weights, which tells two models of one name and dimension apart."""
        weights = self.folder / "model.safetensors"
        if not weights.is_file():
            raise AbstractQAError(
                f"{self.folder} holds no model.safetensors; expected a sentence-transformers folder. "
                "Name another embedder; those known: abstract-qa models list"
            )
        return _checked_when_fetched(weights) or sha256_of(weights)

    @property
    def dimension(self) -> int:
        """Return the length of the vectors."""
        with self._lock:
            return (self._quick or self._reference).dimension

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a text has, special tokens not included."""
        with self._lock:
            return (self._quick or self._reference).count_tokens(text)

    def embed_query(self, question: str) -> np.ndarray:
        """Return the unit vector (dimension,) of a question."""
        return self._query(question).vector

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Return unit vectors (len(texts), dimension); `progress` is called with texts done and texts in all."""
        vectors = [read.vector for read in self.read_passages(texts, progress)]
        return np.array(vectors, dtype=np.float32).reshape(len(vectors), self.dimension)

    def read_query(self, question: str) -> EmbeddedText:
        """Return a question with its vectors and those of its words."""
        return self._kept(question)

    def _read_question(self, question: str) -> EmbeddedText:
        read = self._query(question)
        return replace(read, for_papers=self.for_papers.embed_query(question)) if self.for_papers else read

    def _query(self, question: str) -> EmbeddedText:
        with self._lock:
            return self._quick.embed(question) if self._quick else self._reference.query(question)

    def read_passages(self, texts: Sequence[str], progress: Progress | None = None) -> list[EmbeddedText]:
        """Return texts with their vectors and those of their words; `progress` as in embed_passages."""
        read: dict[int, EmbeddedText] = {}
        quick = sum(map(len, texts)) <= FEW
        for batch in _batches(texts):
            read.update(zip(batch, self._passages([texts[i] for i in batch], quick), strict=True))
            if progress:
                progress(len(read), len(texts))
        return [read[i] for i in range(len(texts))]

    def _passages(self, texts: list[str], quick: bool) -> list[EmbeddedText]:
        with self._lock:
            if quick and self._quick:
                return [self._quick.embed(text) for text in texts]
            return self._reference.passages(texts)


def open_embedder(name: str, fetch: Callable[[str], Path]) -> Embedder:
    """Return the embedder that a setting names: a folder, a model, or two joined by `+`, the second for whole papers.

    `fetch` returns the folder of a model by its name.
    """
    small, *large = embedder_names(name)
    return Embedder(small, _folder(small, fetch), Embedder(large[0], _folder(large[0], fetch)) if large else None)


def embedder_names(setting: str) -> list[str]:
    """Return the one or two names of a setting; a `+` in the name of a folder joins nothing."""
    return [setting] if Path(setting).is_dir() else setting.split("+", 1)


def _folder(name: str, fetch: Callable[[str], Path]) -> Path:
    return Path(name) if Path(name).is_dir() else fetch(name)


def _checked_when_fetched(weights: Path) -> str | None:
    """Return the SHA-256 that the model store found, None for a folder of the user's own: to read 438 MB takes time."""
    try:
        return str(json.loads((weights.parent / STAMP).read_text(encoding="utf-8"))[weights.name])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _batches(texts: Sequence[str]) -> list[list[int]]:
    """Group positions of texts of similar length, longest first, so that little of a batch is padding."""
    batches: list[list[int]] = []
    for position in sorted(range(len(texts)), key=lambda i: -len(texts[i])):
        longest = len(texts[batches[-1][0]]) if batches else 0
        if not batches or (len(batches[-1]) + 1) * min(longest // 4 + 1, 256) > BATCH_TOKENS:
            batches.append([])
        batches[-1].append(position)
    return batches
