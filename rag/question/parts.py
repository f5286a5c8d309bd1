"""Cut a question that asks several things into parts, as its plan says; each is searched and answered by itself."""

from dataclasses import replace

from rag.plan.plan import Plan
from rag.question.asked import Question
from rag.question.part import Part
from rag.retrieval.search import Search, SearchResult
from rag.text.markers import without_markers


def parts_of(question: Question, found: SearchResult, search: Search, plan: Plan) -> list[Part]:
    """Return the parts of a question that lead to different papers; one part, with what was `found`, if they do not."""
    parts = [_part(question, clause, search) for clause in plan.questions]
    papers = {part.found.passages[0].chunk.paper_id for part in parts if part.found.passages}
    return parts if 1 < len(parts) == len(papers) else [Part(question, found)]


def _part(question: Question, clause: str, search: Search) -> Part:
    no_answer = f"No answer was found to “{without_markers(clause)}”"
    return Part(replace(question, text=clause), search(clause), no_answer)
