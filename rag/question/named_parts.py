"""A question that asks the same of several systems, cut by their names: `what do A and B each train?`."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rag.question.asked import Question
from rag.question.asked_names import head_of, names_in, short_name
from rag.question.clauses import as_question, first_and_second, with_name
from rag.question.part import Part
from rag.retrieval.finding import Among, Found
from rag.retrieval.names import Names
from rag.text.wording import begins_word, content_stems, is_word_of

MOST_NAMES = 6  # of a question, some of which may be of many papers: each is searched for
NOUNS = 2  # content words beside names that tell what is to be noted

Find = Callable[[str, Among], Found]

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
_ASKS = re.compile(
    r"\b(?:what|which|how|where|when|why|who|whose|do|does|did|is|are|was|were|has|have|can)\b", re.IGNORECASE
)
_JOINED_NOUNS = re.compile(r"(?:,? and|,? plus|[,;]| \+) (?=(?:(?:of|on|in|for) )?(?:the|an?)\b)", re.IGNORECASE)


def by_name(question: Question, found: Found, find: Find, names: Names) -> Iterator[Part]:
    """Yield a part for each system or title that a question names; none where one abstract holds them all."""
    named = names_in(question.text, found)
    asked = _without_difference(question.text)
    together = any(all(begins_word(short_name(name), e.paper.text) for name in named) for e in found.evidence)
    if not 2 <= len(named) <= MOST_NAMES or together or not _OF_EACH.search(question.text):
        return
    clauses = _first_and_second(asked, named) or _listed(asked, named)
    told: set[str] = set()
    for name in clauses or named:
        others = tuple(other for other in named if other != name)
        text = clauses.get(name) or _without(asked, others)
        alone = None if text in told else _found_by_name(name, text, find, names)
        if alone:
            told.add(text)
            only_for = "" if clauses else name
            lacking = f"No answer was found for {name}."
            yield Part(replace(question, text=text), alone, lacking, others, asked, only_for)


def _first_and_second(question: str, named: Sequence[str]) -> dict[str, str]:
    """Return what is asked of the first and of the second of two names; nothing where it is not told apart so."""
    asked = first_and_second(question) if len(named) == 2 else None
    if not asked or any(is_word_of(name, clause) for name in named for clause in asked):
        return {}
    return {name: as_question(with_name(clause, name)) for name, clause in zip(named, asked, strict=True)}


def _listed(question: str, named: Sequence[str]) -> dict[str, str]:
    """Return what is noted of names, one after the other: `size of A, and the languages of B`; nothing for a sentence.

    Of a sentence the model answers as well when it is given whole.
    """
    if _ASKS.search(question):
        return {}
    clauses: dict[str, str] = {}
    for clause in _JOINED_NOUNS.split(question):
        inside = [name for name in named if is_word_of(name, clause)]
        told = content_stems(clause) - content_stems(" ".join(inside))
        if not inside or len(told) < NOUNS or _OF_BOTH.search(clause):
            return {}
        clauses |= dict.fromkeys(inside, as_question(clause))
    return clauses if len(set(clauses.values())) > 1 else {}


def _without_difference(question: str) -> str:
    """Return a question for a difference as one for what is said of each: no abstract tells how it differs."""
    asked = _DIFFER.search(question)
    if not asked:
        return question
    things = asked["both"] or " and ".join(filter(None, [asked["one"], asked["other"]]))
    return f"What is said of {things}{asked['rest'] or ''}?"


def _found_by_name(name: str, text: str, find: Find, names: Names) -> Found | None:
    """Return what is found in the few papers with a name, or else with its first word; None if none or many have it."""
    for word in dict.fromkeys((name, head_of(name))):
        if few := names.few_named(word):
            found = find(text, lambda paper, few=few: paper.paper_id in few)  # type: ignore[misc]
            if found.passages:
                return found
    return None


def _without(question: str, names: Sequence[str]) -> str:
    """Return a question without names, each with the word that joins it to another."""
    for name in map(re.escape, names):
        question = re.sub(rf"\s*{_JOINS} *{name}(?![\w-])|(?<![\w-]){name}(?:\s*{_JOINS})? *", "", question, count=1)
    return question
