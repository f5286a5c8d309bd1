"""Papers and vectors that are made, to measure the store at sizes that no shipped collection has.

Papers are recombined from the sentences of the bundled ones. Vectors are sums of a random one a word: they cost next to
nothing, so what is measured is the store.
"""

import random
import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index_store.records import Paper, Source
from index_store.word_vectors import directions
from rag.ingest.bundled import bundled_papers
from rag.models.embedder.embedded_text import EmbeddedText
from rag.models.embedder.embedding import Embedder, Progress
from rag.text.sentences import sentences_of

WORDS = 4096  # words that hash alike share a vector


class MadeEmbedder(Embedder):
    """An embedder without a model: texts with the same words are near each other."""

    def __init__(self, dimension: int = 384, for_papers: "MadeEmbedder | None" = None) -> None:
        super().__init__(f"made-{dimension}", Path(), for_papers)
        self._dimension = dimension

    @cached_property
    def sha256(self) -> str:
        """Return a name in place of a digest."""
        return f"made-{self._dimension}"

    @property
    def dimension(self) -> int:
        """Return the length of the vectors."""
        return self._dimension

    @cached_property
    def _vectors(self) -> np.ndarray:
        return np.random.default_rng(0).standard_normal((WORDS, self._dimension)).astype(np.float32)

    @cached_property
    def _directions(self) -> np.ndarray:
        return directions(self._vectors)

    def count_tokens(self, text: str) -> int:
        """Return the number of words, a third more for those that a tokenizer would part."""
        return len(text.split()) * 4 // 3

    def read_passages(self, texts: Sequence[str], progress: Progress | None = None) -> list[EmbeddedText]:
        """Return texts with their vectors and those of their words."""
        read = [self._query(text) for text in texts]
        if progress and texts:
            progress(len(texts), len(texts))
        return read

    def _query(self, question: str) -> EmbeddedText:
        rows = [zlib.crc32(word.encode()) % WORDS for word in re.findall(r"\w+", question.lower())] or [0]
        total = self._vectors[rows].sum(axis=0)
        return EmbeddedText(question, total / np.linalg.norm(total), (), self._directions[rows])


def made_papers(count: int, seed: int = 0) -> Iterator[Paper]:
    """Yield papers of eight sentences each of the bundled ones, dated, with authors."""
    bundled, chance = bundled_papers(), random.Random(seed)
    sentences = [sentence.text for paper in bundled for sentence in sentences_of(paper)]
    words = sorted({word for paper in bundled for word in paper.title.split()})
    for number in range(count):
        yield Paper(
            f"made-{seed}-{number}",
            f"{' '.join(chance.sample(words, 8))} {seed}.{number}",
            " ".join(chance.sample(sentences, 8)),
            published=f"{chance.randint(1990, 2026)}-05",
            authors=tuple(f"{chance.choice(words)} {chance.choice(words)}" for _ in range(4)),
            sources=(Source("made.jsonl", f"line {number}"),),
            keywords=tuple(chance.sample(words, 3)),
        )
