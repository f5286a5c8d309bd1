"""Does what a sentence cites bear it? Features that can be explained, a logistic model, and rules on literals.

A number that is not in the cited sentences is never shown, nor a name that their paper does not know, nor a negation,
an opposite word or an order of rank that turns round what they say. A name that only the question has is never
supported, nor one in the place of another, nor a bound said as a number, nor the first of two that only the question
counts, nor what says more than they do in the words of the question.
"""

import re
from collections.abc import Sequence

from rag.answer import Support
from rag.grounding.literals import asked_about, literals_held, speaks_of_others, strange_names, texts_of
from rag.grounding.support_signals import YES_OR_NO, SupportSignals, longest_gap, support_signals, told, words_of
from rag.retrieval.evidence import Evidence
from rag.text.fitted import LogisticModel
from rag.text.quantities import loses_bound, missing_quantities
from rag.text.swapped import is_displaced
from rag.text.wording import YES_NO, names

MOST = 0.8  # of all content words of a sentence: its evidence holds them if it is mostly borne
NEARLY_ALL = 0.9  # of all content words of a sentence: its evidence holds them if it is supported
ADDED = 0.2  # share of its words that a yes or no adds to its question, up to which it adds next to nothing
COVERED_FROM = 0.2  # share of the words told below which nothing is shown: an empty phrase has no literal to miss
SUPPORT = LogisticModel(
    -9.46,
    {
        "cosine": 2.35,
        "gap": -2.15,
        "order": 6.58,
        "attached": 2.26,
        "borrowed": -2.0,
        "numbers": -3.96,
        "names": -1.67,
        "reversed": -5.02,
    },
    fit="python -m eval.fit.train_support SUMMARIES_FOLDER CLAIMS_FOLDER",
)
LIKELY_FROM = 0.57  # by these sentences: most of a sentence is borne
SUPPORTED_FROM = 0.68  # more than made sentences need: chosen on read ones of the model (eval/RESULTS.md, Grounding)
PARTIAL_FROM = 0.03  # what is far from the evidence's words is marked, not dropped, where no literal speaks against it

_PLACE = re.compile(r"\b(?:first|second|third|former|latter|original)\b")


def judge(sentence: str, question: str, evidence: Sequence[Evidence], cosine: float) -> tuple[Support, float]:
    """Return how well `evidence` bears a sentence, and the probability that it does.

    A name or a spelled-out number of the question is no invention, but it is not borne either, unless it is a name
    that the abstract cited holds elsewhere: that is what the paper is about.
    """
    cited, titles = texts_of(evidence)
    signals = support_signals(sentence, evidence, cosine, question)
    probability = probability_supported(signals)
    invented = any(not q.word for q in missing_quantities(sentence, cited, titles)) or names(
        sentence
    ) & strange_names(sentence, " ".join([*titles, *cited, question]))
    denied = signals.numbers or signals.reversed or speaks_of_others(sentence, evidence)
    if invented or denied or probability < PARTIAL_FROM or coverage(sentence, question, evidence) < COVERED_FROM:
        return "unsupported", probability
    if only_affirms(sentence, question, evidence) and coverage(sentence, "", evidence) < MOST:
        return "unsupported", probability
    granted = asked_about(question, evidence)
    held = literals_held(sentence, evidence, granted) and says_no_more(sentence, evidence, granted)
    whole = probability >= SUPPORTED_FROM and held and not breaks_a_rule(signals)
    return "supported" if whole and not _alters(sentence, evidence) else "partial", probability


def probability_supported(signals: SupportSignals) -> float:
    """Return the calibrated probability that the cited sentences bear the sentence."""
    return SUPPORT.probability(vars(signals))


def breaks_a_rule(signals: SupportSignals) -> bool:
    """Return whether a literal forbids to call a sentence supported, however probable."""
    return bool(signals.numbers or signals.names or signals.reversed)


def coverage(sentence: str, question: str, evidence: Sequence[Evidence]) -> float:
    """Return the share of a sentence's content words, but for its question's, that evidence and its titles hold."""
    return _share(told(sentence, question), _words_held(evidence))


def says_no_more(sentence: str, evidence: Sequence[Evidence], granted: str = "") -> bool:
    """Return whether evidence and its titles hold nearly every content word of a sentence, its question's among them.

    No two in a row are missing. What it repeats of its question is no invention, but whether the evidence speaks of
    that is not known, unless it is `granted`.
    """
    words, held = told(sentence, ""), _words_held(evidence, granted)
    return longest_gap(words, held) < 2 and _share(words, held) >= NEARLY_ALL


def _share(words: Sequence[str], held: set[str]) -> float:
    return sum(word in held for word in words) / len(words) if words else 0.0


def _words_held(evidence: Sequence[Evidence], granted: str = "") -> set[str]:
    cited, titles = texts_of(evidence)
    return set(words_of(" ".join([*titles, *cited, granted])))


def _alters(sentence: str, evidence: Sequence[Evidence]) -> bool:
    """Return whether a sentence says a bound as a number, one name in the place of another, or a rank not there."""
    cited, titles = texts_of(evidence)
    moved = loses_bound(sentence, cited) or is_displaced(sentence, [*titles, *cited])
    return moved or counts_unheard(sentence, evidence)


def counts_unheard(sentence: str, evidence: Sequence[Evidence]) -> bool:
    """Return whether a sentence calls something the first, second or latter, and evidence and its titles do not.

    Which one that is the question says: not whether what is cited is of it.
    """
    cited, titles = texts_of(evidence)
    return not set(_PLACE.findall(sentence.lower())) <= set(_PLACE.findall(" ".join([*titles, *cited]).lower()))


def only_affirms(sentence: str, question: str, evidence: Sequence[Evidence]) -> bool:
    """Return whether a sentence says yes or no to what the question says, and next to nothing that evidence holds.

    What it then claims is in the words of the question alone, where the opposite would look the same. Without a yes or
    no before it, it adds nothing.
    """
    if not (YES_OR_NO.search(sentence) or re.search(YES_NO, question, re.IGNORECASE)):
        return False
    words, asked = set(words_of(YES_OR_NO.sub("", sentence))), set(words_of(question))
    new = (words - asked) & _words_held(evidence)
    return len(new) <= (ADDED * len(words) if YES_OR_NO.search(sentence) else 0)
