"""Does a question assume something that an abstract denies? Only where the words say so: a negation, an opposite, a
number of what is counted otherwise.
"""

import re
from collections.abc import Mapping, Sequence

from index_store.records import Paper
from rag.grounding.attribution import GroundedSentence, is_mostly_supported
from rag.grounding.support import coverage
from rag.retrieval.evidence import Evidence
from rag.retrieval.names import spelled_title
from rag.text.polarity import is_reversed
from rag.text.quantities import SPELLED, missing_quantities, quantities
from rag.text.wording import YES_NO, content_stems, stem_sequence

SAME_MATTER = 0.6  # share of the question's content words that a sentence and its title hold
FOLLOWED = 0.5  # share of the words of an answer, but for its question's, from its evidence
_LEAVES_OPEN = re.compile(
    rf"{YES_NO}|\b(?:or|whether|if)\b"
    r"|\band (?:is|are|do|does|did)\b|\b(?:not|no|never|without)\b|n['’]t\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(  # five large groups
    rf"\b({'|'.join(SPELLED)}|\d{{1,2}}) (?:[\w-]+ ){{0,2}}?([a-z][\w-]*s)\b", re.IGNORECASE
)
_ASKS = re.compile(r"\b(?:why|how|what|which|who|whose|when|where)\b", re.IGNORECASE)


def denial_of(question: str, evidence: Sequence[Evidence]) -> Evidence | None:
    """Return the evidence that denies what a question takes for granted; None where none does."""
    return _against(question, {e: e.sentence.text for e in evidence})


def denial_by(said: Sequence[GroundedSentence], question: str) -> Evidence | None:
    """Return what the sentence of an answer rests on that denies what its question takes for granted; None for none.

    The model words a premise that it corrects as the question does, where an abstract may not.
    """
    texts: dict[Evidence, str] = {}
    for sentence in filter(is_mostly_supported, said):
        texts[sentence.evidence[0]] = f"{texts.get(sentence.evidence[0], '')} {sentence.text}".strip()
    return _against(question, texts)


def contradicts_evidence(dropped: Sequence[GroundedSentence], question: str) -> bool:
    """Return whether an answer that nothing bears follows its evidence but for a number, or says the opposite of it.

    Most such answers repeat what their question takes for granted.
    """
    for sentence in dropped:
        if coverage(sentence.text, question, sentence.evidence) < FOLLOWED:
            continue
        cited = [evidence.sentence.text for evidence in sentence.evidence]
        titles = [evidence.paper.title for evidence in sentence.evidence]
        if missing_quantities(sentence.text, cited, titles) or is_reversed(sentence.text, " . ".join(cited), question):
            return True
    return False


def _against(question: str, texts: Mapping[Evidence, str]) -> Evidence | None:
    """Return the evidence whose text, the nearest to a question, turns it round.

    A question that leaves it open (`does it …`, `… or …`) takes nothing for granted, nor do bare keywords, nor a title
    in it; one with a negation of its own is not compared.
    """
    asked = content_stems(question)
    if not asked or _LEAVES_OPEN.search(question) or not _ASKS.search(question):
        return None
    held = {e: len(asked & content_stems(f"{e.paper.title} {text}")) / len(asked) for e, text in texts.items()}
    against = [e for e, text in texts.items() if held[e] >= SAME_MATTER and _denies(text, e.paper, question)]
    return max(against, key=lambda e: held[e], default=None)


def _denies(text: str, paper: Paper, question: str) -> bool:
    """Return whether a text turns round what a question says, but for a title that it calls the paper by."""
    title = spelled_title(question, paper)
    assumed = question.replace(title, " ") if title else question
    return is_reversed(assumed, text) or _is_miscounted(assumed, text, paper.abstract)


def _is_miscounted(question: str, text: str, abstract: str) -> bool:
    """Return whether a question gives a number of something to which a text gives another, its abstract never that."""
    said, known = _counted(text), {quantity.value for quantity in quantities(f"{text} {abstract}")}
    return any(noun in said and number not in known for noun, number in _counted(question).items())


def _counted(text: str) -> dict[str, int]:
    """Return the stems of what is counted in a text, and how many there are of each."""
    return {
        stem_sequence(noun, keep_all=True)[-1]: SPELLED.get(number.lower()) or int(number)
        for number, noun in _COUNTED.findall(text)
    }
