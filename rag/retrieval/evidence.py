"""Choose the few sentences of the retrieved abstracts that bear on a question.

All sentences compete: by how well they meet the words of the question, and by how well their paper was found, so that
a clear winner gives most of its abstract and a close runner-up gives its best sentences.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index_store.index import Index
from index_store.records import Paper, RetrievedPassage, Sentence
from rag.models.embedder.embedded_text import EmbeddedText
from rag.retrieval.late_interaction import Matching
from rag.text.orders import is_order

TOKENS_PER_CHARACTER = 1 / 4.3  # of these abstracts under the tokenizers of Qwen2.5; a budget needs no more
# Of a paper's fused score in the rank of a sentence; tuned by `python -m eval.fit.tune_evidence`.
PAPER_WEIGHT = 0.8


@dataclass(frozen=True)
class Evidence:
    """A sentence that may support an answer; `score` is its cosine with the question."""

    sentence: Sentence
    paper: Paper
    score: float


def choose_evidence(
    index: Index, question: EmbeddedText, passages: Sequence[RetrievedPassage], token_budget: int
) -> list[Evidence]:
    """Return evidence within `token_budget`, papers in rank order and each paper's sentences in text order.

    Args:
        index: where the passages come from.
        question: what was asked.
        passages: ranked passages, one a paper.
        token_budget: estimated tokens of all sentences together.
    """
    matching = Matching(index, question)
    ranked = sorted(
        (
            (met + PAPER_WEIGHT * passage.score, evidence)
            for passage in passages
            for met, evidence in _scored_sentences(matching, passage)
        ),
        key=lambda pair: -pair[0],
    )
    chosen = _fill([evidence for _, evidence in ranked], token_budget)
    rank = {passage.chunk.paper_id: position for position, passage in enumerate(passages)}
    return sorted(chosen, key=lambda e: (rank[e.paper.paper_id], e.sentence.number))


def _scored_sentences(matching: Matching, passage: RetrievedPassage) -> Iterator[tuple[float, Evidence]]:
    """Yield how well each sentence of a passage's paper meets the words of the question, and the sentence."""
    index = matching.index
    paper_row = index.table.paper_row_of(passage.chunk.paper_id)
    assert paper_row is not None
    paper = index.table.paper(paper_row)
    located = [(row, sentence) for row, sentence in index.table.sentences(paper_row) if not is_order(sentence.text)]
    rows = [row for row, _ in located]
    cosines = index.sentence_vectors[rows].astype(np.float32) @ matching.question.vector
    for (_, sentence), cosine, met in zip(located, cosines, matching.by_sentences(rows), strict=True):
        yield float(met), Evidence(sentence, paper, float(cosine))


def _tokens(evidence: Evidence) -> float:
    return len(evidence.sentence.text) * TOKENS_PER_CHARACTER + 2


def _fill(ranked: Sequence[Evidence], budget: float) -> list[Evidence]:
    """Take sentences in order while they fit; the first is taken in any case."""
    taken: list[Evidence] = []
    for evidence in ranked:
        if taken and _tokens(evidence) > budget:
            break
        taken.append(evidence)
        budget -= _tokens(evidence)
    return taken
