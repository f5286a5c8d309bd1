"""Cut a question that asks several things into parts, each searched and answered by itself.

A search for the whole question seldom finds the sentences for its second half: `how many tasks has A, and how fast is
B?`, `what do A and B each train?`, `which two papers …`.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial
from operator import eq

from index_store.records import Paper
from rag.plan.plan import MOST_PARTS, Plan
from rag.question.asked import REFERS_BACK, Question
from rag.question.clauses import as_question
from rag.question.described_parts import by_description
from rag.question.named_parts import by_name
from rag.question.part import Part
from rag.retrieval.gate import MIN_ANSWERABLE, SURELY_ANSWERABLE
from rag.retrieval.names import Names, names_asked
from rag.retrieval.search import FilteredSearch, SearchResult
from rag.text.markers import without_markers
from rag.text.number_words import NUMBER_WORDS
from rag.text.orders import is_order
from rag.text.wording import QUESTION_WORD, content_stems, is_word_of

MIN_CLAUSE_WORDS = 3  # content words that a standalone clause needs
OUT_OF_SCOPE = 0.05  # probability of an answer below which a clause is out of scope
AGREED_SCORE = 0.85  # fused score from which all searches agree on the best paper

_ASKS = rf"(?:(?:to|on|in|for|by|at|with|from|of) )?{QUESTION_WORD}"
_JOINT = re.compile(rf"(?:,? and|;|\?) (?={_ASKS})", re.IGNORECASE)
_ASKS_BY_ITSELF = re.compile(rf"(?:^|[.:,] ){_ASKS}", re.IGNORECASE)
_EACH = re.compile(r"\b(?:each|both|respectively|either)\b", re.IGNORECASE)
_TWO_PAPERS = re.compile(
    r"\b(?P<count>two|three|2|3) (?:[\w-]+ ){0,3}(?:papers|works|studies|articles|surveys|abstracts)\b", re.IGNORECASE
)


def parts_of(
    question: Question, found: SearchResult, search: FilteredSearch, names: Names, plan: Plan | None = None
) -> list[Part]:
    """Return the parts of a question that lead to different papers; one part if it cannot be cut.

    Args:
        question: a question about what papers say.
        found: what was found for it as a whole.
        search: searches the collection.
        names: the names of the papers.
        plan: how a language model cuts a question that nothing else does; None where none has read it.
    """
    if question.questions_before:
        return [Part(question, found)]
    cuts = (
        (_by_clause(question, found, search), SURELY_ANSWERABLE, OUT_OF_SCOPE),
        (by_name(question, found, search, names), MIN_ANSWERABLE, 0.0),
        (by_description(question, search), MIN_ANSWERABLE, 0.0),
        (_by_paper(question, found, search), SURELY_ANSWERABLE, 0.0),
        (_by_plan(question, plan, search), 0.0, 0.0),
    )
    for cut, surely, surely_not in cuts:
        parts = list(cut)
        papers = {part.found.passages[0].chunk.paper_id for part in parts if part.found.passages}
        clear = all(not surely_not <= part.found.answerable < surely for part in parts)
        if 1 < len(parts) == len(papers) <= MOST_PARTS and clear:
            return parts
    return [Part(question, found)]


def _by_plan(question: Question, plan: Plan | None, search: FilteredSearch) -> Iterator[Part]:
    return (_clause(question, clause, search) for clause in (plan.questions if plan else ()))


def _by_clause(question: Question, found: SearchResult, search: FilteredSearch) -> Iterator[Part]:
    clauses = [as_question(clause) for clause in _JOINT.split(question.text) if clause.strip(" ?.")]
    if not 2 <= len(clauses) <= MOST_PARTS or not all(map(_stands_alone, clauses)):
        return
    near = {evidence.paper for evidence in found.evidence}
    parts = [_clause(question, clause, search) for clause in clauses]
    in_scope = [part for part in parts if part.found.answerable >= OUT_OF_SCOPE]
    if in_scope and all(_leads_to_own_paper(part, near) for part in in_scope):
        yield from parts


def _clause(question: Question, clause: str, search: FilteredSearch) -> Part:
    only = replace(question, text=clause)
    return Part(only, search(clause, None), f"No answer was found to “{without_markers(clause)}”")


def _leads_to_own_paper(part: Part, near: Collection[Paper]) -> bool:
    """Return whether the best paper for a clause was also found for the whole question, or is named in the clause."""
    clause, evidence = part.question.text, part.found.evidence
    best = next((e.paper for e in evidence), None)
    agreed = any(passage.score >= AGREED_SCORE for passage in part.found.passages[:1])
    return (
        best is not None
        and agreed
        and (best in near or any(is_word_of(n, best.title) for n in names_asked(clause, evidence)))
    )


def _stands_alone(clause: str) -> bool:
    refers_to_others = REFERS_BACK.search(clause) or _EACH.search(clause)
    return (
        bool(_ASKS_BY_ITSELF.search(clause)) and not refers_to_others and len(content_stems(clause)) >= MIN_CLAUSE_WORDS
    )


def _by_paper(question: Question, found: SearchResult, search: FilteredSearch) -> Iterator[Part]:
    counted = _TWO_PAPERS.search(question.text)
    if not counted:
        return
    papers = dict.fromkeys(e.paper for e in found.evidence if not is_order(e.paper.title))
    count = NUMBER_WORDS.get(counted["count"].lower()) or int(counted["count"])
    titles = [paper.title for paper in list(papers)[:count]]
    for paper in list(papers)[: len(titles)]:
        others = tuple(title for title in titles if title != paper.title)
        alone = search(question.text, partial(eq, paper))
        no_answer = f"No answer was found in “{paper.title}”."
        yield Part(question, alone, no_answer, others, question.text, f"“{paper.title}”")
