"""Is there enough in what was found to answer? Decided before a token is generated."""

from collections.abc import Sequence
from dataclasses import dataclass

from index_store.lexical_index import LexicalIndex
from index_store.records import RetrievedPassage
from rag.retrieval.evidence import Evidence
from rag.retrieval.names import FEW, names_asked
from rag.text.fitted import LogisticModel
from rag.text.wording import name_parts, proper_names

ANSWER_FROM = 0.2  # probability of being answerable at which there may be an answer
ASK_FROM = 0.07  # the same of a description in other words, where a model's reading then decides

ANSWERABLE = LogisticModel(
    -5.52,
    {"passage": 7.23, "sentence": 6.8, "rare_name": 2.34, "strange_name": -3.76, "strange_capital": -2.48},
    fit="python -m eval.fit.tune_gate",
)


@dataclass(frozen=True)
class Signals:
    """What the gate looks at, each in about 0..1."""

    passage: float  # cosine of the question and the nearest passage
    sentence: float  # cosine of the question and the nearest sentence
    rare_name: float  # 1 if the question holds a name of a system that only a few papers hold
    strange_name: float  # 1 if the question holds a name of a system that no paper holds
    strange_capital: float  # 1 if it holds another capitalised word that no paper holds


def signals(
    question: str, passages: Sequence[RetrievedPassage], evidence: Sequence[Evidence], lexical: LexicalIndex
) -> Signals:
    """Return the gate's signals for a question; `lexical` knows the words of all papers."""
    parts = [part for name in names_asked(question, evidence) for part in name_parts(name)]
    return Signals(
        passage=max((p.dense_score for p in passages), default=0.0),
        sentence=max((e.score for e in evidence), default=0.0),
        rare_name=float(any(1 <= lexical.papers_with_word(part) <= FEW for part in parts)),
        strange_name=float(any(lexical.is_strange(part) for part in parts)),
        strange_capital=float(any(lexical.is_strange(word) for word in proper_names(question))),
    )


def least_to_ask(question: str, evidence: Sequence[Evidence]) -> float:
    """Return the probability of an answer at which a model is asked: what names a system is found by it, or absent."""
    return ANSWER_FROM if names_asked(question, evidence) else ASK_FROM


def probability_answerable(found: Signals) -> float:
    """Return the calibrated probability that the collection holds an answer."""
    return ANSWERABLE.probability(vars(found))
