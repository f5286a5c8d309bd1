"""Hybrid search: dense (Chroma), lexical (BM25) and late interaction, fused into one ranking of papers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index_store.index import Index
from index_store.records import Chunk, RetrievedPassage
from rag.models.embedder.embedded_text import EmbeddedText
from rag.retrieval.late_interaction import WordMatch

CANDIDATES = 100  # papers taken from each of the dense and the lexical search


@dataclass(frozen=True)
class FusionWeights:
    """Shares of the three signals in the fused score, after min-max scaling over the candidates; they add up to 1.

    The defaults were chosen on SciFact train (eval/LOG.md).
    """

    dense: float = 0.5
    lexical: float = 0.2
    words: float = 0.3


@dataclass(frozen=True)
class Candidate:
    """A paper that a search found, with its three signals."""

    paper_row: int
    chunk: Chunk
    dense: float
    lexical: float
    words: float


class Retriever:
    """Searches one index generation; takes the embedded question, so it never waits for a model."""

    def __init__(self, index: Index, weights: FusionWeights | None = None) -> None:
        self.index = index
        self.weights = weights or FusionWeights()

    def retrieve(self, question: EmbeddedText, limit: int) -> list[RetrievedPassage]:
        """Return at most `limit` passages, best first, one a paper."""
        return fuse(self.candidates(question, max(CANDIDATES, limit)), self.weights)[:limit]

    def candidates(self, question: EmbeddedText, limit: int = CANDIDATES) -> list[Candidate]:
        """Return the best `limit` papers of the dense and of the lexical search, each with all three signals."""
        lexical = self.index.lexical.scores(question.text)
        best_lexical = [int(row) for row in np.argsort(-lexical, kind="stable")[:limit] if lexical[row] > 0]
        near_chunks = self.index.dense.nearest(question.vector, min(2 * limit, self.index.manifest.chunk_count))
        best_dense = dict.fromkeys(int(self.index.paper_row_of_chunk[row]) for row in near_chunks)
        rows = dict.fromkeys([*list(best_dense)[:limit], *best_lexical])
        match = WordMatch(self.index, question)
        return [self._candidate(row, match, float(lexical[row])) for row in rows]

    def _candidate(self, paper_row: int, match: WordMatch, lexical: float) -> Candidate:
        chunks = self.index.table.chunks(paper_row)
        dense = self.index.chunk_vectors[[row for row, _ in chunks]] @ match.question.vector
        best = int(np.argmax(dense))
        words = match.paper_score(self.index.table.sentence_rows(paper_row))
        return Candidate(paper_row, chunks[best][1], float(dense[best]), lexical, words)


def fuse(candidates: Sequence[Candidate], weights: FusionWeights) -> list[RetrievedPassage]:
    """Rank candidates by the weighted sum of their min-max scaled signals (Fox and Shaw's CombSUM with weights)."""
    if not candidates:
        return []
    fused = (
        weights.dense * _scaled([c.dense for c in candidates])
        + weights.lexical * _scaled([c.lexical for c in candidates])
        + weights.words * _scaled([c.words for c in candidates])
    )
    order = np.argsort(-fused, kind="stable")
    return [
        RetrievedPassage(candidates[i].chunk, float(fused[i]), candidates[i].dense, candidates[i].lexical)
        for i in order
    ]


def _scaled(values: Sequence[float]) -> np.ndarray:
    array = np.array(values, dtype=np.float64)
    spread = array.max() - array.min()
    return (array - array.min()) / spread if spread > 0 else np.full_like(array, 0.5)
