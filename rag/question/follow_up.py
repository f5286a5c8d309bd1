"""What a follow-up asks now, held apart from what it leans on."""

import re
from collections.abc import Sequence

from rag.question.asked import Question
from rag.text.wording import YES_NO, content_stems, names, numbers, spelled_names

TOLD = 0.55  # share of the words of an answer, but for its question's, that were told before: it is the answer to that

_GOES_ON = re.compile(r"^(?:(?:and|but|so|or|also|then)\b[ ,]*)+", re.IGNORECASE)
_SAYS_WHAT_IS_ASKED = re.compile(
    rf"\b(?:which|why|when|where|who|whose)\b|\b(?:what|how)\b(?! about\b)|{YES_NO}", re.IGNORECASE
)


def names_before(question: Question) -> list[str]:
    """Return the names of systems in what a question leans on, in order, each once."""
    words = re.findall(r"[\w+-]+", question.before or "")
    return list(dict.fromkeys(word for word in words if spelled_names(word)))


def asked_now(question: Question) -> str:
    """Return a question with the names alone of what it leans on: what was asked before is asked no more.

    With all of it where the question does not say itself what is asked: `and for Chinese?`.
    """
    if question.before is None or not _SAYS_WHAT_IS_ASKED.search(_GOES_ON.sub("", question.text)):
        return question.standalone
    return " ".join([question.text, *names_before(question)])


def repeats_told(sentences: Sequence[str], question: Question) -> bool:
    """Return whether an answer says most of what was told before the question again, and no other name or number."""
    if not question.told:
        return False
    said, known = " ".join(sentences), f"{question.standalone} {question.told}"
    new = content_stems(said) - content_stems(question.text)
    literals = (names(said) | numbers(said)) - names(known) - numbers(known)
    return not literals and len(new & content_stems(known)) >= TOLD * len(new)
