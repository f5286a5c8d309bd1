"""A question that asks several things at once, cut into parts that are searched and answered one by one.

A prompt holds the best sentences for a question as a whole, and so hardly ever those for its second half: `how many
tasks has A, and how fast is B?`, `what do A and B each train?`, `which two papers …`.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial
from operator import eq

from index_store.records import Paper
from rag.question.asked import LEANS_ON_HISTORY, Question
from rag.question.clauses import as_question
from rag.question.described_parts import by_description
from rag.question.named_parts import Find, by_name
from rag.question.part import Part
from rag.retrieval.finding import SURE_ALONE, Found
from rag.retrieval.gate import ANSWER_FROM
from rag.retrieval.names import Names, names_asked
from rag.text.markers import without_markers
from rag.text.orders import is_order
from rag.text.wording import content_stems, is_word_of

CLAUSE_WORDS = 3  # content words of a clause that can stand alone
MOST_PARTS = 3
FOREIGN = 0.05  # probability of an answer below which a clause asks for what is not in the collection
AGREED = 0.85  # fused score from which the searches agree on the paper that a clause leads to

_ASKS = r"(?:(?:to|on|in|for|by|at|with|from|of) )?(?:what|which|how|why|when|where|who|whose)\b"
_JOINT = re.compile(rf"(?:,? and|;|\?) (?={_ASKS})", re.IGNORECASE)
_ASKS_BY_ITSELF = re.compile(rf"(?:^|[.:,] ){_ASKS}", re.IGNORECASE)
_EACH = re.compile(r"\b(?:each|both|respectively|either)\b", re.IGNORECASE)
_TWO_PAPERS = re.compile(
    r"\b(?P<count>two|three|2|3) (?:[\w-]+ ){0,3}(?:papers|works|studies|articles|surveys|abstracts)\b", re.IGNORECASE
)
_COUNTS = {"two": 2, "2": 2, "three": 3, "3": 3}


def parts_of(question: Question, found: Found, find: Find, names: Names) -> list[Part]:
    """Return the parts of a question that lead to different papers; one, the whole, where it cannot be cut.

    Args:
        question: one that asks what papers say.
        found: what was found for it as a whole.
        find: searches the collection.
        names: tells which papers have a name.
    """
    if question.before:
        return [Part(question, found)]
    cuts = (
        (_by_clause(question, found, find), SURE_ALONE, FOREIGN),
        (by_name(question, found, find, names), ANSWER_FROM, 0.0),
        (by_description(question, find), ANSWER_FROM, 0.0),
        (_by_paper(question, found, find), SURE_ALONE, 0.0),
    )
    for cut, surely, surely_not in cuts:
        parts = list(cut)
        papers = {part.found.passages[0].chunk.paper_id for part in parts if part.found.passages}
        clear = all(not surely_not <= part.found.answerable < surely for part in parts)
        if 1 < len(parts) == len(papers) <= MOST_PARTS and clear:
            return parts
    return [Part(question, found)]


def _by_clause(question: Question, found: Found, find: Find) -> Iterator[Part]:
    clauses = [as_question(clause) for clause in _JOINT.split(question.text) if clause.strip(" ?.")]
    if not 2 <= len(clauses) <= MOST_PARTS or not all(map(_stands_alone, clauses)):
        return
    near = {evidence.paper for evidence in found.evidence}
    parts = [_clause(question, clause, find) for clause in clauses]
    ours = [part for part in parts if part.found.answerable >= FOREIGN]
    if ours and all(_leads_to_its_own(part, near) for part in ours):
        yield from parts


def _clause(question: Question, clause: str, find: Find) -> Part:
    only = replace(question, text=clause)
    return Part(only, find(clause, None), f"No answer was found to “{without_markers(clause)}”")


def _leads_to_its_own(part: Part, near: Collection[Paper]) -> bool:
    """Return whether the best paper for a clause is near the whole question too, or is called by a name in it."""
    clause, evidence = part.question.text, part.found.evidence
    best = next((e.paper for e in evidence), None)
    agreed = any(passage.score >= AGREED for passage in part.found.passages[:1])
    return (
        best is not None
        and agreed
        and (best in near or any(is_word_of(n, best.title) for n in names_asked(clause, evidence)))
    )


def _stands_alone(clause: str) -> bool:
    leans = LEANS_ON_HISTORY.search(clause) or _EACH.search(clause)
    return bool(_ASKS_BY_ITSELF.search(clause)) and not leans and len(content_stems(clause)) >= CLAUSE_WORDS


def _by_paper(question: Question, found: Found, find: Find) -> Iterator[Part]:
    counted = _TWO_PAPERS.search(question.text)
    if not counted:
        return
    papers = dict.fromkeys(e.paper for e in found.evidence if not is_order(e.paper.title))
    titles = [paper.title for paper in list(papers)[: _COUNTS[counted["count"].lower()]]]
    for paper in list(papers)[: len(titles)]:
        others = tuple(title for title in titles if title != paper.title)
        alone = find(question.text, partial(eq, paper))
        lacking = f"No answer was found in “{paper.title}”."
        yield Part(question, alone, lacking, others, question.text, f"“{paper.title}”")
