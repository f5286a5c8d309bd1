"""The gate: the probability that the collection answers a question, before the language model reads or writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index_store.lexical_index import LexicalIndex
from index_store.records import RetrievedPassage
from rag.retrieval.evidence import Evidence
from rag.retrieval.names import is_rare, names_asked
from rag.text.fitted import LogisticModel
from rag.text.wording import name_parts, proper_names

ANSWERABLE = LogisticModel.read(Path(__file__).with_name("gate.json"))
MIN_ANSWERABLE = ANSWERABLE.bounds["answerable"]  # below it a question that no model reads is refused
SURELY_ANSWERABLE = ANSWERABLE.bounds["surely"]  # from it a question is suggested
STANDS_ALONE = ANSWERABLE.bounds["alone"]  # from it a question needs no history


@dataclass(frozen=True)
class Signals:
    """The inputs of the gate, each in about 0..1."""

    passage: float  # cosine of the question and the nearest passage
    sentence: float  # cosine of the question and the nearest sentence
    rare_name: float  # 1 if a system name in the question is in only a few papers
    strange_name: float  # 1 if a system name in the question is in no paper
    strange_capital: float  # 1 if another capitalised word in the question is in no paper


def signals(
    question: str, passages: Sequence[RetrievedPassage], evidence: Sequence[Evidence], lexical: LexicalIndex
) -> Signals:
    """Return the signals of a question; `lexical` holds the words of the papers that were searched."""
    parts = [part for name in names_asked(question, evidence) for part in name_parts(name)]
    return Signals(
        passage=max((p.dense_score for p in passages), default=0.0),
        sentence=max((e.score for e in evidence), default=0.0),
        rare_name=float(any(is_rare(part, lexical) for part in parts)),
        strange_name=float(any(lexical.is_strange(part) for part in parts)),
        strange_capital=float(any(lexical.is_strange(word) for word in proper_names(question))),
    )


def probability_answerable(found: Signals) -> float:
    """Return the calibrated probability that the collection holds an answer."""
    return ANSWERABLE.probability(vars(found))
