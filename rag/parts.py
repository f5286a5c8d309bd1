"""A question that asks several things at once, cut into parts that are searched and answered one by one.

A prompt holds the best sentences for a question as a whole, and so hardly ever those for its second half: `how many
tasks has A, and how fast is B?`, `what do A and B each train?`, `which two papers …`.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from operator import eq

from index_store.records import Paper, RetrievedPassage
from rag.evidence import Evidence
from rag.finding import SURE_ALONE, Among, Found
from rag.gate import ANSWER_FROM, FEW, names_asked
from rag.grounding import without_markers
from rag.orders import is_order
from rag.question import LEANS_ON_HISTORY, Question
from rag.wording import KIND, begins_word, content_stems, proper_names

CLAUSE_WORDS = 3  # content words of a clause that can stand alone
MOST_PARTS = 3
FOREIGN = 0.05  # probability of an answer below which a clause asks for something that is not in the collection
AGREED = 0.85  # fused score from which the searches agree on the paper that a clause leads to
MOST_NAMES = 6  # of a question, some of which may be of many papers: each is searched for

Find = Callable[[str, Among], Found]

_ASKS = r"(?:(?:to|on|in|for|by|at|with|from|of) )?(?:what|which|how|why|when|where|who|whose)\b"
_JOINT = re.compile(rf"(?:,? and|;|\?) (?={_ASKS})", re.IGNORECASE)
_ASKS_BY_ITSELF = re.compile(rf"(?:^|[.:,] ){_ASKS}", re.IGNORECASE)
_OF_EACH = re.compile(
    r"\b(?:each|both|respectively|differ(?:s|ences?)?|compared?|comparison|versus|vs)\b|\band\b", re.IGNORECASE
)
_INITIAL = re.compile(r"[A-Z]-[A-Z][a-z]+")  # K-Adapter
_JOINS = r"(?:,|\band\b|\bor\b|\bvs\b\.?|\bversus\b)"
_DIFFER = re.compile(
    r"^(?:how (?:do|does|did) (?P<one>.+?) (?:differ|compare)(?: (?:from|to|with) (?P<other>.+?))?"
    r"|(?:what|which) (?:is|are) the differences? between (?P<both>.+?))(?P<rest> (?:in|on|by|when|as|for)\b.*?)?\W*$",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:each|both|respectively|either)\b", re.IGNORECASE)
_TWO_PAPERS = re.compile(
    r"\b(?P<count>two|three|2|3) (?:[\w-]+ ){0,3}(?:papers|works|studies|articles|surveys|abstracts)\b", re.IGNORECASE
)
_COUNTS = {"two": 2, "2": 2, "three": 3, "3": 3}


@dataclass(frozen=True)
class Part:
    """What is asked by itself, what was found for it, and what an answer says that lacks it."""

    question: Question
    found: Found
    lacking: str = ""

    @property
    def is_foreign(self) -> bool:
        """Return whether the collection holds nothing of the kind."""
        return self.found.answerable < FOREIGN


def passages_of(parts: Sequence[Part]) -> tuple[RetrievedPassage, ...]:
    """Return what was found for parts, one passage a paper, the best of each part before the second of another."""
    ranked = [p for rank in zip_longest(*(part.found.passages for part in parts)) for p in rank if p]
    first = {passage.chunk.paper_id: passage for passage in reversed(ranked)}
    return tuple(passage for passage in ranked if first[passage.chunk.paper_id] is passage)


def evidence_of(parts: Sequence[Part]) -> tuple[Evidence, ...]:
    """Return the evidence of all parts, each sentence once."""
    return tuple({e.sentence: e for part in parts for e in part.found.evidence}.values())


def parts_of(question: Question, found: Found, find: Find) -> list[Part]:
    """Return the parts of a question that lead to different papers; one, the whole, where it cannot be cut.

    Args:
        question: one that asks what papers say.
        found: what was found for it as a whole.
        find: searches the collection.
    """
    if question.before:
        return [Part(question, found)]
    for cut in (_by_clause, _by_name, _by_paper):
        parts = list(cut(question, found, find))
        papers = {part.found.passages[0].chunk.paper_id for part in parts if part.found.passages}
        surely = ANSWER_FROM if cut is _by_name else SURE_ALONE  # whose name a paper holds is in the collection
        sure = all(part.found.answerable >= surely or (cut is _by_clause and part.is_foreign) for part in parts)
        if 1 < len(parts) == len(papers) <= MOST_PARTS and sure:
            return parts
    return [Part(question, found)]


def _by_clause(question: Question, found: Found, find: Find) -> Iterator[Part]:
    clauses = [
        f"{clause[0].upper()}{clause[1:]}?" for piece in _JOINT.split(question.plain) if (clause := piece.strip(" ?"))
    ]
    if not 2 <= len(clauses) <= MOST_PARTS or not all(_stands_alone(clause) for clause in clauses):
        return
    near = {evidence.paper for evidence in found.evidence}
    parts = [_clause(question, clause, find) for clause in clauses]
    ours = [part for part in parts if not part.is_foreign]
    if ours and all(_leads_to_its_own(part, near) for part in ours):
        yield from parts


def _clause(question: Question, clause: str, find: Find) -> Part:
    only = replace(question, plain=clause, standalone=clause)
    return Part(only, find(clause, None), f"No answer was found to “{without_markers(clause)}”")


def _leads_to_its_own(part: Part, near: Collection[Paper]) -> bool:
    """Return whether the best paper for a clause is near the whole question too, or is called by a name in it."""
    clause, evidence = part.question.plain, part.found.evidence
    best = next((e.paper for e in evidence), None)
    agreed = any(passage.score >= AGREED for passage in part.found.passages[:1])
    return (
        best is not None
        and agreed
        and (best in near or any(_holds(n, best.title) for n in names_asked(clause, evidence)))
    )


def _stands_alone(clause: str) -> bool:
    leans = LEANS_ON_HISTORY.search(clause) or _EACH.search(clause)
    return bool(_ASKS_BY_ITSELF.search(clause)) and not leans and len(content_stems(clause)) >= CLAUSE_WORDS


def _by_name(question: Question, found: Found, find: Find) -> Iterator[Part]:
    named = _names(question.plain, found)
    asked = _without_difference(question.plain)
    together = any(all(begins_word(name, _text(e.paper)) for name in named) for e in found.evidence)
    if not 2 <= len(named) <= MOST_NAMES or together or not _OF_EACH.search(question.plain):
        return
    for name in named:
        text = _without(asked, [other for other in named if other != name])
        if alone := _found_by_name(name, text, find):
            only = replace(question, plain=f"{asked} Answer only for {name}.", standalone=text)
            yield Part(only, alone, f"No answer was found for {name}.")


def _without_difference(question: str) -> str:
    """Return a question for a difference as one for what is said of each: no abstract tells how it differs."""
    asked = _DIFFER.search(question)
    if not asked:
        return question
    things = asked["both"] or " and ".join(filter(None, [asked["one"], asked["other"]]))
    return f"What is said of {things}{asked['rest'] or ''}?"


def _found_by_name(name: str, text: str, find: Find) -> Found | None:
    """Return what is found in papers with a name in their title, or else in their abstract; None if many have it."""
    titled = find(text, lambda paper: _holds(name, paper.title))
    found = titled if 1 <= len(titled.passages) <= FEW else find(text, lambda paper: _holds(name, _text(paper)))
    return found if 1 <= len(found.passages) <= FEW else None


def _names(question: str, found: Found) -> list[str]:
    """Return the names of systems in a question, in order, as they are written there.

    Where it has one by its spelling, another may be an ordinary word with a capital: `DietCode and Compressor`.
    """
    asked = {name.lower() for name in names_asked(question, found.evidence)}
    words = dict.fromkeys(re.findall(r"\w+(?:[-+]\w+)*", question))
    named = [w for w in words if asked & {w.lower(), *w.lower().split("-")} and not KIND.fullmatch(w)]
    spelled = [word for word in named if not any(f"{other} {word}" in question for other in named)]  # DPOT PDE model
    proper = proper_names(question)
    also = [word for word in words if word in spelled or word.lower() in proper or _INITIAL.fullmatch(word)]
    return also if len(spelled) < 2 else spelled


def _without(question: str, names: Sequence[str]) -> str:
    """Return a question without names, each with the word that joins it to another."""
    for name in map(re.escape, names):
        question = re.sub(rf"\s*{_JOINS} *{name}(?![\w-])|(?<![\w-]){name}(?:\s*{_JOINS})? *", "", question, count=1)
    return question


def _by_paper(question: Question, found: Found, find: Find) -> Iterator[Part]:
    counted = _TWO_PAPERS.search(question.plain)
    if not counted:
        return
    papers = dict.fromkeys(e.paper for e in found.evidence if not is_order(e.paper.title))
    for paper in list(papers)[: _COUNTS[counted["count"].lower()]]:
        only = replace(question, plain=f"{question.plain} Answer only for “{paper.title}”.")
        yield Part(only, find(question.standalone, partial(eq, paper)), f"No answer was found in “{paper.title}”.")


def _text(paper: Paper) -> str:
    return f"{paper.title} {paper.abstract}"


def _holds(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE) is not None
