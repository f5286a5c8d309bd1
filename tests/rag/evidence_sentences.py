"""Evidence for tests: every sentence of some papers, as if all were shown to the model."""

from index_store.records import Paper
from rag.retrieval.evidence import Evidence
from rag.text.sentences import sentences_of


def evidence_of(*papers: Paper) -> list[Evidence]:
    """Return every sentence of the papers, in order, all of one score."""
    return [Evidence(sentence, paper, 0.5) for paper in papers for sentence in sentences_of(paper)]
