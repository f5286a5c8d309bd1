"""Hybrid search: dense (Chroma), lexical (BM25) and late interaction, fused into one ranking of papers.

Vectors of whole papers, of a larger embedder, find what is asked in other words; they weigh more in a question that
names nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index_store.index import Index
from index_store.paper_conditions import Conditions
from index_store.records import Chunk, RetrievedPassage
from rag.models.embedder.embedded_text import EmbeddedText
from rag.retrieval.late_interaction import WordMatch
from rag.retrieval.names import has_rare_name

CANDIDATES = 100  # papers taken from each search


@dataclass(frozen=True)
class FusionWeights:
    """Shares of the signals in the fused score, after min-max scaling over the candidates; they add up to 1."""

    dense: float
    lexical: float
    words: float
    whole: float = 0.0


# Chosen on SciFact train and the project's seen questions (eval/LOG.md).
ALONE = FusionWeights(dense=0.5, lexical=0.2, words=0.3)
UNNAMED = FusionWeights(dense=0.1, lexical=0.1, words=0.3, whole=0.5)
NAMED = FusionWeights(dense=0.3, lexical=0.2, words=0.3, whole=0.2)


@dataclass(frozen=True)
class Candidate:
    """A paper that a search found, with its signals; `whole` is None when there are no vectors of whole papers."""

    paper_row: int
    chunk: Chunk
    dense: float
    lexical: float
    words: float
    whole: float | None = None


@dataclass(frozen=True)
class Candidates:
    """What the searches found for a question; `named` when it has a name that only a few papers hold."""

    papers: Sequence[Candidate]
    named: bool


class Retriever:
    """Searches one index generation; takes the embedded question, so it never waits for a model.

    `among` are conditions on the papers that may be found; None: all.
    """

    def __init__(self, index: Index, among: Conditions | None = None) -> None:
        self.index = index
        self.among = index.table.rows_where(among) if among else None
        self.lexical = index.lexical if self.among is None else index.lexical.among(self.among)

    def retrieve(self, question: EmbeddedText, limit: int) -> list[RetrievedPassage]:
        """Return at most `limit` passages, best first, one a paper."""
        return fuse(self.candidates(question, max(CANDIDATES, limit)))[:limit]

    def candidates(self, question: EmbeddedText, limit: int = CANDIDATES) -> Candidates:
        """Return the best `limit` papers of each search, each with all signals."""
        lexical = self.lexical.scores(question.text)
        best_lexical = [int(row) for row in np.argsort(-lexical, kind="stable")[:limit] if lexical[row] > 0]
        best_dense = dict.fromkeys(
            int(self.index.paper_row_of_chunk[row]) for row in self._near_chunks(question, limit)
        )
        rows = dict.fromkeys([*list(best_dense)[:limit], *best_lexical, *self._near_papers(question, limit)])
        match = WordMatch(self.index, question)
        found = [self._candidate(row, match, float(lexical[row])) for row in rows]
        return Candidates(found, has_rare_name(question.text, self.lexical))

    def _near_chunks(self, question: EmbeddedText, limit: int) -> list[int]:
        """Return the rows of the nearest chunks: by Chroma, or exactly where only some papers may be found."""
        count = min(2 * limit, self.index.manifest.chunk_count)
        if self.among is None:
            return self.index.dense.nearest(question.vector, count)
        of_paper = self.index.paper_row_of_chunk
        rows = np.flatnonzero(np.isin(of_paper, self.among))
        return _nearest(rows, self.index.chunk_vectors[rows], question.vector, count)

    def _near_papers(self, question: EmbeddedText, limit: int) -> list[int]:
        if question.for_papers is None:
            return []
        count = min(limit, self.index.manifest.paper_count)
        if self.among is None:
            return self.index.dense_papers.nearest(question.for_papers, count)
        vectors = self.index.paper_vectors[self.among].astype(np.float32)
        return _nearest(self.among, vectors, question.for_papers, count)

    def _candidate(self, paper_row: int, match: WordMatch, lexical: float) -> Candidate:
        chunks = self.index.table.chunks(paper_row)
        dense = self.index.chunk_vectors[[row for row, _ in chunks]] @ match.question.vector
        best = int(np.argmax(dense))
        words = match.paper_score(self.index.table.sentence_rows(paper_row))
        asked = match.question.for_papers
        whole = None if asked is None else float(self.index.paper_vectors[paper_row].astype(np.float32) @ asked)
        return Candidate(paper_row, chunks[best][1], float(dense[best]), lexical, words, whole)


def _nearest(rows: np.ndarray, vectors: np.ndarray, asked: np.ndarray, count: int) -> list[int]:
    """Return the rows of the `count` vectors (rows, dimension) nearest to another, nearest first."""
    order = np.argsort(-(vectors @ asked), kind="stable")[:count]
    return [int(row) for row in rows[order]]


def suited_weights(candidates: Candidates) -> FusionWeights:
    """Return the weights for a question: one embedder alone, or with whole papers, which count less beside a name."""
    if any(paper.whole is None for paper in candidates.papers):
        return ALONE
    return NAMED if candidates.named else UNNAMED


def fuse(candidates: Candidates, weights: FusionWeights | None = None) -> list[RetrievedPassage]:
    """Rank candidates by the weighted sum of their min-max scaled signals (Fox and Shaw's CombSUM with weights).

    `weights` of None are those that suit the question.
    """
    papers, weights = candidates.papers, weights or suited_weights(candidates)
    if not papers:
        return []
    fused = (
        weights.dense * _scaled([p.dense for p in papers])
        + weights.lexical * _scaled([p.lexical for p in papers])
        + weights.words * _scaled([p.words for p in papers])
        + weights.whole * _scaled([p.whole or 0.0 for p in papers])
    )
    order = np.argsort(-fused, kind="stable")
    return [RetrievedPassage(papers[i].chunk, float(fused[i]), papers[i].dense, papers[i].lexical) for i in order]


def _scaled(values: Sequence[float]) -> np.ndarray:
    array = np.array(values, dtype=np.float64)
    spread = array.max() - array.min()
    return (array - array.min()) / spread if spread > 0 else np.full_like(array, 0.5)
