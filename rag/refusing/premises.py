"""Find false premises: what a question assumes and an abstract denies.

A premise is denied by a negation, by an opposite, or by another number of the same things.
"""

import re
from collections.abc import Mapping, Sequence

from index_store.records import Paper
from rag.grounding.attribution import GroundedSentence, is_mostly_supported
from rag.retrieval.evidence import Evidence
from rag.retrieval.names import spelled_title
from rag.text.number_words import NUMBER_WORDS
from rag.text.polarity import is_reversed
from rag.text.quantities import quantities
from rag.text.wording import QUESTION_WORD, YES_NO, content_stems, stem_sequence

SAME_TOPIC_SHARE = 0.6  # of the question's content words in a sentence and its title; from here both are about the same
_LEAVES_OPEN = re.compile(
    rf"{YES_NO}|\b(?:or|whether|if)\b"
    r"|\band (?:is|are|do|does|did)\b|\b(?:not|no|never|without)\b|n['’]t\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(  # `five large groups`
    rf"\b({'|'.join(NUMBER_WORDS)}|\d{{1,2}}) (?:[\w-]+ ){{0,2}}?([a-z][\w-]*s)\b", re.IGNORECASE
)
_ASKS = re.compile(QUESTION_WORD, re.IGNORECASE)


def denial_in_evidence(question: str, evidence: Sequence[Evidence]) -> Evidence | None:
    """Return the evidence that denies a premise of a question; None if there is none."""
    return _against(question, {e: e.sentence.text for e in evidence})


def denial_in_answer(said: Sequence[GroundedSentence], question: str) -> Evidence | None:
    """Return the evidence of an answer sentence that denies a premise of the question; None if there is none.

    A model that corrects a premise uses the question's words, so its sentence is easier to compare than the abstract's.
    """
    texts: dict[Evidence, str] = {}
    for sentence in filter(is_mostly_supported, said):
        texts[sentence.evidence[0]] = f"{texts.get(sentence.evidence[0], '')} {sentence.text}".strip()
    return _against(question, texts)


def _against(question: str, texts: Mapping[Evidence, str]) -> Evidence | None:
    """Return the evidence whose text is nearest to a question and denies its premise; None if there is none.

    Yes-no questions, choices (`… or …`), keywords and titles have no premise. A negated question is not compared.
    """
    asked = content_stems(question)
    if not asked or _LEAVES_OPEN.search(question) or not _ASKS.search(question):
        return None
    held = {e: len(asked & content_stems(f"{e.paper.title} {text}")) / len(asked) for e, text in texts.items()}
    against = [e for e, text in texts.items() if held[e] >= SAME_TOPIC_SHARE and _denies(text, e.paper, question)]
    return max(against, key=lambda e: held[e], default=None)


def _denies(text: str, paper: Paper, question: str) -> bool:
    """Return whether a text denies what a question says; a title in the question is no premise."""
    title = spelled_title(question, paper)
    assumed = question.replace(title, " ") if title else question
    return is_reversed(assumed, text) or _is_miscounted(assumed, text, paper.abstract)


def _is_miscounted(question: str, text: str, abstract: str) -> bool:
    """Return whether a text counts a thing of the question differently, and its abstract never has that number."""
    said, known = _counted(text), {quantity.value for quantity in quantities(f"{text} {abstract}")}
    return any(noun in said and number not in known for noun, number in _counted(question).items())


def _counted(text: str) -> dict[str, int]:
    """Return the number of each counted thing in a text, by its stem."""
    return {
        stem_sequence(noun, keep_all=True)[-1]: NUMBER_WORDS.get(number.lower()) or int(number)
        for number, noun in _COUNTED.findall(text)
    }
