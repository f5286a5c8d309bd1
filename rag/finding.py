"""What is found for a question before a word is written: passages, evidence, and the gate's signals."""

from dataclasses import dataclass

import numpy as np

from index_store.records import RetrievedPassage
from rag.evidence import Evidence, choose_evidence
from rag.gate import Signals, signals
from rag.library import Library


@dataclass(frozen=True)
class Found:
    """What retrieval brought for one question; `vectors` (evidence, dimension) are those of the evidence sentences."""

    passages: tuple[RetrievedPassage, ...]
    evidence: tuple[Evidence, ...]
    vectors: np.ndarray
    signals: Signals


def find_in(library: Library, question: str, limit: int, token_budget: int) -> Found:
    """Return what retrieval brings for a question that stands alone.

    Args:
        library: the papers.
        question: what is asked.
        limit: how many papers may give evidence.
        token_budget: estimated tokens of the evidence.
    """
    vector = library.embedder.embed_query(question)
    passages = library.search(question, vector, limit)
    index = library.index
    evidence = choose_evidence(index, question, vector, passages, token_budget)
    vectors = index.vectors_of([e.sentence for e in evidence])
    return Found(tuple(passages), tuple(evidence), vectors, signals(question, passages, evidence, index.lexical))
