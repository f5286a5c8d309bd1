"""Choose the evidence: the few sentences of the retrieved abstracts that may answer a question.

A sentence is ranked by how well it matches the words of the question and by the score of its paper. So a clear winner
gives most of its abstract, and a close runner-up its best sentences.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index_store.index import Index
from index_store.records import Paper, RetrievedPassage, Sentence
from rag.models.embedder.embedded_text import EmbeddedText
from rag.retrieval.late_interaction import WordMatch
from rag.text.orders import is_order

TOKENS_PER_CHARACTER = 1 / 4.3  # of the bundled abstracts with the Qwen2.5 tokenizer; an estimate is enough
PAPER_WEIGHT = 0.8  # of a paper's fused score in its sentences' rank; chosen on the tuning half (eval/RESULTS.md)


@dataclass(frozen=True)
class Evidence:
    """A sentence that may support an answer; `score` is its cosine with the question."""

    sentence: Sentence
    paper: Paper
    score: float


def choose_evidence(
    index: Index, question: EmbeddedText, passages: Sequence[RetrievedPassage], token_budget: int
) -> list[Evidence]:
    """Return evidence within `token_budget`: papers in rank order, the sentences of each in text order.

    Args:
        index: where the passages come from.
        question: the embedded question.
        passages: ranked passages, one a paper.
        token_budget: estimated tokens of all sentences together.
    """
    match = WordMatch(index, question)
    ranked = sorted(
        (
            (word_score + PAPER_WEIGHT * passage.score, evidence)
            for passage in passages
            for word_score, evidence in _scored_sentences(match, passage)
        ),
        key=lambda pair: -pair[0],
    )
    chosen = _fill([evidence for _, evidence in ranked], token_budget)
    rank = {passage.chunk.paper_id: position for position, passage in enumerate(passages)}
    return sorted(chosen, key=lambda e: (rank[e.paper.paper_id], e.sentence.number))


def _scored_sentences(match: WordMatch, passage: RetrievedPassage) -> Iterator[tuple[float, Evidence]]:
    """Yield each sentence of a passage's paper, with how well it matches the words of the question (0..1)."""
    index = match.index
    paper_row = index.table.paper_row_of(passage.chunk.paper_id)
    assert paper_row is not None
    paper = index.table.paper(paper_row)
    located = [(row, sentence) for row, sentence in index.table.sentences(paper_row) if not is_order(sentence.text)]
    rows = [row for row, _ in located]
    cosines = index.sentence_vectors[rows].astype(np.float32) @ match.question.vector
    for (_, sentence), cosine, word_score in zip(located, cosines, match.sentence_scores(rows), strict=True):
        yield float(word_score), Evidence(sentence, paper, float(cosine))


def _tokens(evidence: Evidence) -> float:
    return len(evidence.sentence.text) * TOKENS_PER_CHARACTER + 2


def _fill(ranked: Sequence[Evidence], budget: float) -> list[Evidence]:
    """Return the first sentences that fit the budget; at least one."""
    taken: list[Evidence] = []
    for evidence in ranked:
        if taken and _tokens(evidence) > budget:
            break
        taken.append(evidence)
        budget -= _tokens(evidence)
    return taken
