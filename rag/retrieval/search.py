"""Search the collection for a question: passages, evidence, and the signals of the gate."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from index_store.paper_conditions import Conditions
from index_store.records import Paper, RetrievedPassage
from rag.models.embedder.embedded_text import EmbeddedText
from rag.retrieval.evidence import Evidence, choose_evidence
from rag.retrieval.gate import MIN_ANSWERABLE, Signals, probability_answerable, signals
from rag.retrieval.hybrid import CANDIDATES, Retriever
from rag.retrieval.library import Library
from rag.retrieval.names import Names
from rag.text.wording import content_stems

PaperFilter = Callable[[Paper], bool] | None  # True for a paper that may give evidence; None: all may

MIN_FOLLOW_UP_WORDS = 0.6  # share of a follow-up's words that its evidence must hold


@dataclass(frozen=True)
class SearchResult:
    """What was found for one question.

    `question` is the text that was searched for; `vectors` (evidence, dimension) are the embedded evidence sentences,
    and `words` the directions (words, dimension) of the words of each.
    """

    question: EmbeddedText
    passages: tuple[RetrievedPassage, ...]
    evidence: tuple[Evidence, ...]
    vectors: np.ndarray
    words: tuple[np.ndarray, ...]
    signals: Signals

    @property
    def answerable(self) -> float:
        """Return the probability that the collection holds an answer."""
        return probability_answerable(self.signals)


Search = Callable[[str], SearchResult]


class FilteredSearch(Protocol):
    """Finds evidence for a question, only of papers that pass the filter; None: of all."""

    def __call__(self, question: str, among: PaperFilter = None, /) -> SearchResult:
        """Return what is found."""
        ...


def find_evidence(
    library: Library,
    question: str,
    limit: int,
    token_budget: int,
    among: PaperFilter = None,
    conditions: Conditions | None = None,
) -> SearchResult:
    """Return passages and evidence for a standalone question.

    Args:
        library: the papers.
        question: the text to search for.
        limit: how many papers may give evidence.
        token_budget: estimated tokens of the evidence.
        among: which papers may give evidence; None: those whose titles the question spells out, or else all.
        conditions: on the records of the papers that are searched; None: all are.
    """
    index = library.index  # one generation for the whole search
    if among is None and (called := Names(index.table).titled(question)):
        among = called.__contains__
    embedded = library.embedder.read_query(question)
    retriever = Retriever(index, conditions)
    passages = retriever.retrieve(embedded, CANDIDATES if among else limit)
    if among:
        passages = [p for p in passages if among(index.table.paper_of(p.chunk.paper_id))][:limit]
    return _result(retriever, embedded, passages, token_budget)


def with_only_evidence(found: SearchResult, kept: Collection[Evidence]) -> SearchResult:
    """Return a result with only the evidence that is kept."""
    places = [place for place, evidence in enumerate(found.evidence) if evidence in kept]
    evidence, words = tuple(found.evidence[p] for p in places), tuple(found.words[p] for p in places)
    return replace(found, evidence=evidence, vectors=found.vectors[places], words=words)


def _result(
    retriever: Retriever, question: EmbeddedText, passages: Sequence[RetrievedPassage], token_budget: int
) -> SearchResult:
    index = retriever.index
    evidence = choose_evidence(index, question, passages, token_budget)
    sentences = [e.sentence for e in evidence]
    vectors, words = index.vectors_of(sentences), index.words_of(sentences)
    gate = signals(question.text, passages, evidence, retriever.lexical)
    return SearchResult(question, tuple(passages), tuple(evidence), vectors, words, gate)


def answers_follow_up(found: SearchResult, follow_up: str) -> bool:
    """Return whether a result likely answers a follow-up and its evidence holds most of the follow-up's own words."""
    asked = content_stems(follow_up)
    held = content_stems(" ".join(evidence.sentence.text for evidence in found.evidence))
    return found.answerable >= MIN_ANSWERABLE and len(asked & held) >= MIN_FOLLOW_UP_WORDS * len(asked)
