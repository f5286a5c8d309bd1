"""Evidence for tests: every sentence of some papers, as if all were shown to the model, and what matches it."""

from collections.abc import Sequence

import numpy as np

from index_store.records import Paper
from rag.grounding.match import Match
from rag.models.embedder.embedding import Embedder
from rag.retrieval.evidence import Evidence
from rag.text.sentences import sentences_of


def evidence_of(*papers: Paper) -> list[Evidence]:
    """Return every sentence of the papers, in order, all of one score."""
    return [Evidence(sentence, paper, 0.5) for paper in papers for sentence in sentences_of(paper)]


def matches_of(sentences: Sequence[str], evidence: Sequence[Evidence], embedder: Embedder) -> list[Match]:
    """Return the match of each sentence with evidence, all read by an embedder."""
    shown = embedder.read_passages([e.sentence.text for e in evidence])
    vectors = np.array([one.vector for one in shown]).reshape(len(shown), embedder.dimension)
    return [Match.of(read, vectors, [one.words for one in shown]) for read in embedder.read_passages(sentences)]
