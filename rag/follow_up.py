"""What a follow-up asks now, held apart from what it leans on."""

import re
from collections.abc import Sequence

from index_store.lexical_index import LexicalIndex
from rag.asked_names import MEASURES
from rag.finding import Found
from rag.gate import FEW
from rag.question import LEANS_ON_HISTORY, Question
from rag.wording import KIND, YES_NO, content_stems, names, numbers, spelled_names

TOLD = 0.55  # share of the words of an answer, but for its question's, that were told before: it is the answer to that

_GOES_ON = re.compile(r"^(?:(?:and|but|so|or|also|then)\b[ ,]*)+", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:to|than|from|like|beats?|outperforms?|versus|vs|and|over|against|compar\w+ with) "
    r"(?:it|them|this|that|these|those)\W*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w+-]+")
_SAYS_WHAT_IS_ASKED = re.compile(
    rf"\b(?:which|why|when|where|who|whose)\b|\b(?:what|how)\b(?! about\b)|{YES_NO}", re.IGNORECASE
)


def names_before(question: Question) -> list[str]:
    """Return the names of systems in what a question leans on, in order, each once."""
    words = _WORD.findall(question.before or "")
    return list(dict.fromkeys(word for word in words if spelled_names(word)))


def words_of_its_own(question: Question) -> list[str]:
    """Return the words of a question before the one by which it leans, but those said before it.

    Nothing where it goes on from what was asked before, or compares with it: `does DyLoRA need more memory than it?`.
    """
    leans = LEANS_ON_HISTORY.search(question.plain)
    if question.before is None or leans is None or not leans.start() or _COMPARES.search(question.plain):
        return []
    known = frozenset(_WORD.findall(f"{question.before} {question.told}".lower()))
    words = _WORD.findall(question.plain[: leans.start()])
    return [word for word in words if content_stems(word) and word.lower() not in known]


def names_its_paper(words: Sequence[str], found: Found, lexical: LexicalIndex) -> bool:
    """Return whether one of some words is a name that few papers hold, the one that is found first among them."""
    best = next((evidence.paper for evidence in found.evidence), None)
    text = f"{best.title} {best.abstract}" if best else ""
    return any(
        1 <= lexical.papers_with_word(word) <= FEW and (word.lower() in names(text) or _is_spelled_in(word, text))
        for word in words
        if word not in MEASURES and not KIND.fullmatch(word)
    )


def _is_spelled_in(word: str, text: str) -> bool:
    """Return whether a word with a capital stands in a text as it is."""
    return not word.islower() and re.search(rf"(?<![\w-]){re.escape(word)}(?!\w)", text) is not None


def asked_now(question: Question) -> str:
    """Return a question with the names alone of what it leans on: what was asked before is asked no more.

    With all of it where the question does not say itself what is asked: `and for Chinese?`.
    """
    if question.before is None or not _SAYS_WHAT_IS_ASKED.search(_GOES_ON.sub("", question.plain)):
        return question.standalone
    return " ".join([question.plain, *names_before(question)])


def repeats_told(sentences: Sequence[str], question: Question) -> bool:
    """Return whether an answer says most of what was told before the question again, and no other name or number."""
    if not question.told:
        return False
    said, known = " ".join(sentences), f"{question.standalone} {question.told}"
    new = content_stems(said) - content_stems(question.plain)
    literals = (names(said) | numbers(said)) - names(known) - numbers(known)
    return not literals and len(new & content_stems(known)) >= TOLD * len(new)
