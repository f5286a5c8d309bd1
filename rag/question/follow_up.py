"""What a follow-up itself asks, apart from the earlier questions that it refers to."""

import re
from collections.abc import Sequence

from rag.question.asked import Question
from rag.text.wording import QUESTION_WORD, YES_NO, content_stems, names, numbers, spelled_names

REPEATED_SHARE = 0.55  # of an answer's new words; from here the answer repeats the previous one

_LEADING_CONJUNCTIONS = re.compile(r"^(?:(?:and|but|so|or|also|then)\b[ ,]*)+", re.IGNORECASE)
_HAS_QUESTION_WORD = re.compile(rf"{QUESTION_WORD}(?! about\b)|{YES_NO}", re.IGNORECASE)


def names_before(question: Question) -> list[str]:
    """Return the names of systems in the questions before a follow-up, in order, each once."""
    words = re.findall(r"[\w+-]+", question.questions_before or "")
    return list(dict.fromkeys(word for word in words if spelled_names(word)))


def current_question(question: Question) -> str:
    """Return a follow-up with only the names from the questions before it, so that those are not asked again.

    A follow-up without a question word of its own keeps them whole: `and for Chinese?`.
    """
    if question.questions_before is None or not _HAS_QUESTION_WORD.search(_LEADING_CONJUNCTIONS.sub("", question.text)):
        return question.standalone
    return " ".join([question.text, *names_before(question)])


def repeats_answer_before(sentences: Sequence[str], question: Question) -> bool:
    """Return whether most of an answer is in the previous one, with no new name or number."""
    if not question.answer_before:
        return False
    said, known = " ".join(sentences), f"{question.standalone} {question.answer_before}"
    new = content_stems(said) - content_stems(question.text)
    literals = (names(said) | numbers(said)) - names(known) - numbers(known)
    return not literals and len(new & content_stems(known)) >= REPEATED_SHARE * len(new)
