"""A question that asks the same of several systems, cut by their names: `what do A and B each train?`."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from index_store.records import Paper
from rag.finding import Among, Found
from rag.gate import FEW, names_asked
from rag.part import Part
from rag.question import Question
from rag.wording import KIND, begins_word, content_stems, is_word_of, proper_names

MOST_NAMES = 6  # of a question, some of which may be of many papers: each is searched for

Find = Callable[[str, Among], Found]

_OF_EACH = re.compile(
    r"\b(?:each|both|respectively|differ(?:s|ences?)?|compared?|comparison|versus|vs|against|and|or)\b|[/;]",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"[A-Z]-[A-Z][a-z]+")  # K-Adapter
_JOINS = r"(?:[,/]|\b(?:and|or|versus|against)\b|\bvs\b\.?)"
_DIFFER = re.compile(
    r"^(?:how (?:do|does|did) (?P<one>.+?) (?:differ|compare)(?: (?:from|to|with) (?P<other>.+?))?"
    r"|(?:what|which) (?:is|are) the differences? between (?P<both>.+?))(?P<rest> (?:in|on|by|when|as|for)\b.*?)?\W*$",
    re.IGNORECASE,
)


def by_name(question: Question, found: Found, find: Find) -> Iterator[Part]:
    """Yield a part for each system that a question names; none where it names one, or one abstract holds them all."""
    named = _names(question.plain, found)
    asked = _without_difference(question.plain)
    together = any(all(begins_word(_head(name), _text(e.paper)) for name in named) for e in found.evidence)
    if not 2 <= len(named) <= MOST_NAMES or together or not _OF_EACH.search(question.plain):
        return
    for name in named:
        others = tuple(other for other in named if other != name)
        text = _without(asked, others)
        if alone := _found_by_name(_head(name), text, find):
            only = replace(question, plain=f"{asked} Answer only for {name}.", standalone=text)
            yield Part(only, alone, f"No answer was found for {name}.", others)


def _without_difference(question: str) -> str:
    """Return a question for a difference as one for what is said of each: no abstract tells how it differs."""
    asked = _DIFFER.search(question)
    if not asked:
        return question
    things = asked["both"] or " and ".join(filter(None, [asked["one"], asked["other"]]))
    return f"What is said of {things}{asked['rest'] or ''}?"


def _found_by_name(name: str, text: str, find: Find) -> Found | None:
    """Return what is found in papers with a name in their title, or else in their abstract; None if many have it."""
    titled = find(text, lambda paper: is_word_of(name, paper.title))
    found = titled if 1 <= len(titled.passages) <= FEW else find(text, lambda paper: is_word_of(name, _text(paper)))
    return found if 1 <= len(found.passages) <= FEW else None


def _names(question: str, found: Found) -> list[str]:
    """Return the names of systems in a question, in order, as they are written there.

    Where it has one by its spelling, another may be an ordinary word with a capital: `DietCode and Compressor`.
    """
    asked = {name.lower() for name in names_asked(question, found.evidence)}
    words = list(dict.fromkeys(re.findall(r"\w+(?:[-+]\w+)*", question)))
    named = [w for w in words if asked & {w.lower(), *w.lower().split("-")} and not KIND.fullmatch(w)]
    capital = [word for word in named if word != word.lower()]  # ADAM and MOS adapt a model
    named = capital if len(capital) > 1 else named
    if len(spelled := _phrases(named, words, question, found)) > 1:
        return spelled
    proper = proper_names(question)
    also = [word for word in words if word in named or word.lower() in proper or _INITIAL.fullmatch(word)]
    return _phrases(also, words, question, found)


def _phrases(named: Sequence[str], words: Sequence[str], question: str, found: Found) -> list[str]:
    """Return names with those right behind them, which tell more of them: `UPC's IWSLT`, `DPOT PDE`.

    One may begin with an ordinary word that a title has: `Albertina PT`.
    """
    titles = " ".join(evidence.paper.title for evidence in found.evidence)
    first = [word for word, name in pairwise(words) if name in named and word.istitle() and is_word_of(word, titles)]
    parts = [*named, *(word for word in first if content_stems(word))]
    if not parts:
        return []
    name = f"(?:{'|'.join(map(re.escape, parts))})(?![\\w-])"
    phrases = re.findall(rf"(?<![\w-]){name}(?:(?:'s)? {name})*", question)
    return list({_head(phrase): phrase for phrase in reversed(phrases)}.values())[::-1]


def _head(phrase: str) -> str:
    return re.split(r"'s | ", phrase)[0]


def _without(question: str, names: Sequence[str]) -> str:
    """Return a question without names, each with the word that joins it to another."""
    for name in map(re.escape, names):
        question = re.sub(rf"\s*{_JOINS} *{name}(?![\w-])|(?<![\w-]){name}(?:\s*{_JOINS})? *", "", question, count=1)
    return question


def _text(paper: Paper) -> str:
    return f"{paper.title} {paper.abstract}"
