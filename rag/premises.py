"""Does a question assume something that an abstract denies? Only where the words say so: a negation or an opposite."""

import re
from collections.abc import Iterator, Mapping, Sequence

from rag.evidence import Evidence
from rag.grounding import Said
from rag.polarity import is_reversed
from rag.quantities import counts
from rag.support import coverage
from rag.tying import Tie
from rag.wording import YES_NO, content_stems

SAME_MATTER = 0.6  # share of the question's content words that a sentence and its title hold
FOLLOWED = 0.5  # share of the words of an answer, but for its question's, from its evidence
_LEAVES_OPEN = re.compile(
    rf"{YES_NO}|\b(?:or|whether|if)\b"
    r"|\band (?:is|are|do|does|did)\b|\b(?:not|no|never|without)\b|n['’]t\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:why|how|what|which|who|whose|when|where)\b", re.IGNORECASE)


def denial_of(question: str, evidence: Sequence[Evidence]) -> Evidence | None:
    """Return the evidence that denies what a question takes for granted; None where none does."""
    return _against(question, {e: e.sentence.text for e in evidence})


def denial_by(said: Sequence[Said], question: str) -> Evidence | None:
    """Return what the sentence of an answer rests on that denies what its question takes for granted; None for none.

    The model words a premise that it corrects as the question does, where an abstract may not.
    """
    texts: dict[Evidence, str] = {}
    for sentence, tie in said:
        if tie.support == "supported":
            texts[tie.evidence[0]] = f"{texts.get(tie.evidence[0], '')} {sentence}".strip()
    return _against(question, texts)


def denial_behind(dropped: Sequence[Said], question: str) -> Evidence | None:
    """Return what denies the question of an answer that nothing bears; None where nothing does.

    That answer follows its evidence but for what it took from the question: a number of what is counted otherwise, or
    what it says the opposite of.
    """
    for _, tie in _followed(dropped, question):
        first = tie.evidence[0]
        if _is_miscounted(question, first) or _against(question, {first: _cited(tie)}):
            return first
    return None


def _is_miscounted(question: str, evidence: Evidence) -> bool:
    """Return whether a question has a number that its paper lacks of what the evidence has another number of."""
    counted = counts(evidence.sentence.text)
    lacking = counts(question).keys() - counts(f"{evidence.paper.title}. {evidence.paper.abstract}").keys()
    return any(counts(question)[number] & of for number in lacking for of in counted.values())


def is_turned_round(dropped: Sequence[Said], question: str) -> bool:
    """Return whether an answer that nothing bears says the opposite of the evidence that it follows otherwise."""
    return any(is_reversed(sentence, _cited(tie), question) for sentence, tie in _followed(dropped, question))


def _followed(dropped: Sequence[Said], question: str) -> Iterator[Said]:
    """Yield the sentences, with their evidence, that have half their words from it."""
    for sentence, tie in dropped:
        if tie.evidence and coverage(sentence, question, tie.evidence) >= FOLLOWED:
            yield sentence, tie


def _cited(tie: Tie) -> str:
    return " . ".join(evidence.sentence.text for evidence in tie.evidence)


def _against(question: str, texts: Mapping[Evidence, str]) -> Evidence | None:
    """Return the evidence whose text, the nearest to a question, turns it round.

    A question that leaves it open (`does it …`, `… or …`) takes nothing for granted, nor do bare keywords; one with a
    negation of its own is not compared.
    """
    asked = content_stems(question)
    if not asked or _LEAVES_OPEN.search(question) or not _ASKS.search(question):
        return None
    held = {e: len(asked & content_stems(f"{e.paper.title} {text}")) / len(asked) for e, text in texts.items()}
    against = [e for e, text in texts.items() if held[e] >= SAME_MATTER and is_reversed(question, text)]
    return max(against, key=lambda e: held[e], default=None)
