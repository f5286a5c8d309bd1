"""After a refusal: a question that the abstracts do answer, found by search alone."""

from typing import Protocol

from index_store.paper_conditions import Conditions
from rag.answer import Answer
from rag.retrieval.gate import SURELY_ANSWERABLE
from rag.retrieval.search import PaperFilter, SearchResult
from rag.text.orders import is_order


class Finder(Protocol):
    """What finds evidence for a question: an Assistant."""

    def find(self, question: str, among: PaperFilter = None, conditions: Conditions | None = None) -> SearchResult:
        """Return passages and evidence for a standalone question."""
        ...


def suggested_question(finder: Finder, refused: Answer, conditions: Conditions | None = None) -> str | None:
    """Return a question about one of the nearest papers that its abstract surely answers; None if there is none."""
    for near in refused.nearest:
        question = f"What does “{near.paper.title}” show?"
        if is_order(near.paper.title):
            continue
        found = finder.find(question, None, conditions)
        best = next((passage.chunk.paper_id for passage in found.passages), None)
        if best == near.paper.paper_id and found.answerable >= SURELY_ANSWERABLE:
            return question
    return None
