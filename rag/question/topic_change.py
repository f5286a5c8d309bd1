"""Where a chat turns to another subject: a question that names its paper leans on nothing that was asked before it.

By its words alone `How does DyLoRA train its blocks?` leans on the question before it; what it finds tells better.
"""

import re
from collections.abc import Callable, Collection, Sequence

from index_store.lexical_index import LexicalIndex
from index_store.records import Name
from rag.ingest.paper_names import names_of
from rag.question.asked import LEANS_ON_HISTORY, Exchange, Question, leaning_on, leans_on_history, plain_text
from rag.question.asked_names import MEASURES
from rag.retrieval.finding import Found
from rag.retrieval.names import FEW
from rag.text.wording import KIND, content_stems, names, spelled_names

Find = Callable[[str], Found]

_COMPARES = re.compile(
    r"\b(?:to|than|from|like|beats?|outperforms?|versus|vs|and|over|against|compar\w+ with) "
    r"(?:it|them|this|that|these|those)\W*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w+-]+")


def of_one_subject(history: Sequence[Exchange], find: Find, lexical: LexicalIndex) -> Sequence[Exchange]:
    """Return the last turns of a history, from the question on that leans on none before it."""
    for place in reversed(range(1, len(history))):
        asked = plain_text(history[place]["question"])
        question = leaning_on(Question(asked, asked), history[:place])
        if not leans_on_history(asked) or found_by_name(question, find, lexical):
            return history[place:]
    return history


def found_by_name(question: Question, find: Find, lexical: LexicalIndex) -> Found | None:
    """Return what is found for a question without its history, where it names the paper that is found first."""
    words = [word for word in _words_of_its_own(question) if _may_be_name(word, lexical)]
    found = find(question.text) if words else None
    return found if found and _names_best(words, found, lexical) else None


def _words_of_its_own(question: Question) -> list[str]:
    """Return the words of a question before the one by which it leans, but those said before it.

    Nothing where it goes on from what was asked before, or compares with it: `does DyLoRA need more memory than it?`.
    """
    leans = LEANS_ON_HISTORY.search(question.text)
    if question.before is None or leans is None or not leans.start() or _COMPARES.search(question.text):
        return []
    known = frozenset(_WORD.findall(f"{question.before} {question.told}".lower()))
    words = _WORD.findall(question.text[: leans.start()])
    return [word for word in words if content_stems(word) and word.lower() not in known]


def _may_be_name(word: str, lexical: LexicalIndex) -> bool:
    """Return whether a word may name a paper: rare here, or spelled as systems are; others are not searched for."""
    if word in MEASURES or KIND.fullmatch(word):
        return False
    return bool(spelled_names(word)) or _is_rare(word, lexical)


def _names_best(words: Sequence[str], found: Found, lexical: LexicalIndex) -> bool:
    """Return whether one of some words begins the title of the paper found first, or is a rare name that is its own."""
    best = next((evidence.paper for evidence in found.evidence), None)
    if best is None:
        return False
    own, systems = names_of(best), names(best.text)
    return any(
        Name(word.lower(), "beginning") in own
        or (_is_rare(word, lexical) and (word.lower() in systems or _coins(own, word)))
        for word in words
    )


def _coins(own: Collection[Name], word: str) -> bool:
    return not word.islower() and Name(word.lower(), "coined") in own


def _is_rare(word: str, lexical: LexicalIndex) -> bool:
    return 1 <= lexical.papers_with_word(word) <= FEW
