"""Choose the few sentences of the retrieved abstracts that bear on a question.

All sentences compete: nearness to the question, the rare words they share with it, and how well their paper was
found, so that a clear winner gives most of its abstract and a close runner-up gives its best sentences.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index_store.index import Index
from index_store.records import Paper, RetrievedPassage, Sentence
from rag.orders import is_order
from rag.wording import content_stems

TOKENS_PER_CHARACTER = 1 / 4.3  # of these abstracts under the tokenizers of Qwen2.5; a budget needs no more
# Of a paper's fused score and of shared words, in the rank of a sentence; tuned by `python -m eval.tune_evidence`.
PAPER_WEIGHT = 1.6
WORDS_WEIGHT = 0.5


@dataclass(frozen=True)
class Evidence:
    """A sentence that may support an answer; `score` is its cosine with the question."""

    sentence: Sentence
    paper: Paper
    score: float


def choose_evidence(
    index: Index, question: str, vector: np.ndarray, passages: Sequence[RetrievedPassage], token_budget: int
) -> list[Evidence]:
    """Return evidence within `token_budget`, papers in rank order and each paper's sentences in text order.

    Args:
        index: where the passages come from.
        question: what was asked, for its words.
        vector: the unit vector (dimension,) of the question.
        passages: ranked passages, one a paper.
        token_budget: estimated tokens of all sentences together.
    """
    words = _weighted_words(index, question)
    ranked = sorted(
        (
            (
                evidence.score + WORDS_WEIGHT * _held(words, evidence.sentence.text) + PAPER_WEIGHT * passage.score,
                evidence,
            )
            for passage in passages
            for evidence in _scored_sentences(index, vector, passage)
        ),
        key=lambda pair: -pair[0],
    )
    chosen = _fill([evidence for _, evidence in ranked], token_budget)
    rank = {passage.chunk.paper_id: position for position, passage in enumerate(passages)}
    return sorted(chosen, key=lambda e: (rank[e.paper.paper_id], e.sentence.number))


def share_held(index: Index, question: str, paper: Paper) -> float:
    """Return the share of a question's words that a title and its abstract hold, 0..1, rare words counting more."""
    return _held(_weighted_words(index, question), f"{paper.title} {paper.abstract}")


def _weighted_words(index: Index, question: str) -> dict[str, float]:
    """Return the stems of a question's content words with their shares of its rarity, which add up to 1."""
    papers = index.manifest.paper_count
    rarity = {stem: math.log(1 + papers / (1 + index.lexical.papers_with(stem))) for stem in content_stems(question)}
    return {stem: value / sum(rarity.values()) for stem, value in rarity.items()}


def _held(words: dict[str, float], text: str) -> float:
    return sum(words[stem] for stem in words.keys() & content_stems(text))


def _scored_sentences(index: Index, vector: np.ndarray, passage: RetrievedPassage) -> list[Evidence]:
    paper_row = index.table.paper_row_of(passage.chunk.paper_id)
    assert paper_row is not None
    paper = index.table.paper(paper_row)
    located = index.table.sentences(paper_row)
    scores = index.sentence_vectors[[row for row, _ in located]].astype(np.float32) @ vector
    return [
        Evidence(sentence, paper, float(score))
        for (_, sentence), score in zip(located, scores, strict=True)
        if not is_order(sentence.text)
    ]


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
