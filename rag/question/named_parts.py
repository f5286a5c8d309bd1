"""Cut a question that asks the same of several systems, by their names: `what do A and B each train?`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.question.asked import Question
from rag.question.clauses import as_question, first_and_second, with_name
from rag.question.part import Part
from rag.question.question_names import head_of, names_in, short_name
from rag.retrieval.names import Names
from rag.retrieval.search import FilteredSearch, SearchResult
from rag.text.wording import QUESTION_WORD, begins_word, content_stems, is_word_of

MAX_NAMES = 6  # in a question; each costs a search
MIN_CLAUSE_NOUNS = 2  # content words that a clause needs beside its names

_OF_EACH = re.compile(
    r"\b(?:each|both|respectively|differ(?:s|ences?)?|compared?|comparison|versus|vs|against|and|or|plus)\b|[/;]| \+ ",
    re.IGNORECASE,
)
_OF_BOTH = re.compile(r"\b(?:each|both|respectively|either|compared?|versus|vs)\b", re.IGNORECASE)
_JOINS = r"(?:[,/]| \+|\b(?:and|or|plus|versus|against)\b|\bvs\b\.?)"
_DIFFER = re.compile(
    r"^(?:how (?:do|does|did) (?P<one>.+?) (?:differ|compare)(?: (?:from|to|with) (?P<other>.+?))?"
    r"|(?:what|which) (?:is|are) the differences? between (?P<both>.+?))(?P<rest> (?:in|on|by|when|as|for)\b.*?)?\W*$",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"{QUESTION_WORD}|\b(?:do|does|did|is|are|was|were|has|have|can)\b", re.IGNORECASE)
_JOINED_NOUNS = re.compile(r"(?:,? and|,? plus|[,;]| \+) (?=(?:(?:of|on|in|for) )?(?:the|an?)\b)", re.IGNORECASE)


def by_name(question: Question, found: SearchResult, search: FilteredSearch, names: Names) -> Iterator[Part]:
    """Yield a part for each system or title that a question names; none if one abstract holds all of them."""
    named = names_in(question.text, found)
    asked = _without_difference(question.text)
    together = any(all(begins_word(short_name(name), e.paper.text) for name in named) for e in found.evidence)
    if not 2 <= len(named) <= MAX_NAMES or together or not _OF_EACH.search(question.text):
        return
    clauses = _first_and_second(asked, named) or _listed(asked, named)
    used: set[str] = set()
    for name in clauses or named:
        others = tuple(other for other in named if other != name)
        text = clauses.get(name) or _without(asked, others)
        alone = None if text in used else _search_by_name(name, text, search, names)
        if alone:
            used.add(text)
            only_for = "" if clauses else name
            no_answer = f"No answer was found for {name}."
            yield Part(replace(question, text=text), alone, no_answer, others, asked, only_for)


def _first_and_second(question: str, named: Sequence[str]) -> dict[str, str]:
    """Return the questions about the first and the second of two names; empty where the question has no such pair."""
    asked = first_and_second(question) if len(named) == 2 else None
    if not asked or any(is_word_of(name, clause) for name in named for clause in asked):
        return {}
    return {name: as_question(with_name(clause, name)) for name, clause in zip(named, asked, strict=True)}


def _listed(question: str, named: Sequence[str]) -> dict[str, str]:
    """Return the question about each name in a list: `size of A, and the languages of B`; empty for a full sentence.

    The model answers a full sentence as well without a cut.
    """
    if _ASKS.search(question):
        return {}
    clauses: dict[str, str] = {}
    for clause in _JOINED_NOUNS.split(question):
        inside = [name for name in named if is_word_of(name, clause)]
        nouns = content_stems(clause) - content_stems(" ".join(inside))
        if not inside or len(nouns) < MIN_CLAUSE_NOUNS or _OF_BOTH.search(clause):
            return {}
        clauses |= dict.fromkeys(inside, as_question(clause))
    return clauses if len(set(clauses.values())) > 1 else {}


def _without_difference(question: str) -> str:
    """Return `how do A and B differ?` as `What is said of A and B?`: no abstract states a difference from another."""
    asked = _DIFFER.search(question)
    if not asked:
        return question
    things = asked["both"] or " and ".join(filter(None, [asked["one"], asked["other"]]))
    return f"What is said of {things}{asked['rest'] or ''}?"


def _search_by_name(name: str, text: str, search: FilteredSearch, names: Names) -> SearchResult | None:
    """Return what is found in the papers with a rare name, else with its first word; None if none or many have it."""
    for word in dict.fromkeys((name, head_of(name))):
        if few := names.few_named(word):
            found = search(text, lambda paper, few=few: paper.paper_id in few)  # type: ignore[misc]
            if found.passages:
                return found
    return None


def _without(question: str, names: Sequence[str]) -> str:
    """Return a question without some names and the conjunctions beside them."""
    for name in map(re.escape, names):
        question = re.sub(rf"\s*{_JOINS} *{name}(?![\w-])|(?<![\w-]){name}(?:\s*{_JOINS})? *", "", question, count=1)
    return question
