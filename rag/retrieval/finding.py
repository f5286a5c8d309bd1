"""What is found for a question before a word is written: passages, evidence, and the gate's signals."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index_store.records import Paper, RetrievedPassage
from rag.models.embedder.embedded_text import EmbeddedText
from rag.retrieval.evidence import Evidence, choose_evidence
from rag.retrieval.gate import ANSWER_FROM, Signals, probability_answerable, signals
from rag.retrieval.hybrid import CANDIDATES
from rag.retrieval.library import Library
from rag.text.wording import content_stems, name_parts, names, proper_names

Among = Callable[[Paper], bool] | None  # which papers are searched; None: all that may be meant

SURE_ALONE = 0.5  # probability of an answer from which a question is not taken for a follow-up
SAME_SUBJECT = 0.6  # share of a follow-up's words that the evidence must hold for the two together


@dataclass(frozen=True)
class Found:
    """What retrieval brought for one question.

    `question` is what was searched; `vectors` (evidence, dimension) are those of the evidence sentences.
    """

    question: EmbeddedText
    passages: tuple[RetrievedPassage, ...]
    evidence: tuple[Evidence, ...]
    vectors: np.ndarray
    signals: Signals

    @property
    def answerable(self) -> float:
        """Return the probability that the collection holds an answer."""
        return probability_answerable(self.signals)


def find_in(library: Library, question: str, limit: int, token_budget: int, among: Among = None) -> Found:
    """Return what retrieval brings for a question that stands alone.

    Args:
        library: the papers.
        question: what is asked.
        limit: how many papers may give evidence.
        token_budget: estimated tokens of the evidence.
        among: tells the papers that may; None for all, or for those whose titles the question spells out.
    """
    if among is None and (called := library.names.titled(question)):
        among = called.__contains__
    embedded = library.embedder.read_query(question)
    passages = library.search(embedded, CANDIDATES if among else limit)
    if among:
        passages = [p for p in passages if among(library.paper(p.chunk.paper_id))][:limit]
    return _with_evidence(library, embedded, passages, token_budget)


def read_on(library: Library, found: Found, token_budget: int, named: bool) -> Found:
    """Return what was found with more sentences, within another `token_budget`.

    Of the papers that hold the names of systems in the question, if it is `named` and one holds all that are known: a
    sentence of another paper shares the question's words, and is about something else.
    """
    passages = _of_all_named(library, found) if named else found.passages
    more = _with_evidence(library, found.question, passages, token_budget)
    return replace(more, passages=found.passages)


def _of_all_named(library: Library, found: Found) -> Sequence[RetrievedPassage]:
    question = found.question.text
    texts = [library.paper(passage.chunk.paper_id).text.lower() for passage in found.passages]
    systems = [part for word in re.findall(r"[\w-]+", question) if names(word) for part in _as_held(word, texts)]
    known = {name for name in {*systems, *proper_names(question)} if any(name in text for text in texts)}
    holding = [p for p, text in zip(found.passages, texts, strict=True) if all(name in text for name in known)]
    return holding if systems and found.signals.rare_name and holding else found.passages


def _as_held(word: str, texts: Sequence[str]) -> list[str]:
    """Return a name in lower case as texts hold it: whole, or its parts: `drbert` of DrBERT-like."""
    for parts in ([word], name_parts(word)):
        if held := [part.lower() for part in parts if any(part.lower() in text for text in texts)]:
            return held
    return []


def narrowed(found: Found, kept: Collection[Evidence]) -> Found:
    """Return what was found with no other evidence than what is kept."""
    places = [place for place, evidence in enumerate(found.evidence) if evidence in kept]
    return replace(found, evidence=tuple(found.evidence[place] for place in places), vectors=found.vectors[places])


def _with_evidence(
    library: Library, question: EmbeddedText, passages: Sequence[RetrievedPassage], token_budget: int
) -> Found:
    index = library.index
    evidence = choose_evidence(index, question, passages, token_budget)
    vectors = index.vectors_of([e.sentence for e in evidence])
    found = signals(question.text, passages, evidence, index.lexical)
    return Found(question, tuple(passages), tuple(evidence), vectors, found)


def speaks_of(found: Found, follow_up: str) -> bool:
    """Return whether what was found for a follow-up and its history likely answers it, and holds its own words."""
    asked = content_stems(follow_up)
    held = content_stems(" ".join(evidence.sentence.text for evidence in found.evidence))
    return found.answerable >= ANSWER_FROM and len(asked & held) >= SAME_SUBJECT * len(asked)
