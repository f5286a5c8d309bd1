"""Does the cited evidence support a sentence of an answer? A logistic model, and rules on names, numbers and negations.

A sentence is not shown where
- it has a number that the evidence lacks, or the name of a system that its paper does not mention;
- it turns the evidence round: by a negation, an opposite word or the sides of a comparison;
- it only says yes or no to its question, and the evidence does not hold most of its words.

It is at most partly supported where
- a name or a number word is only in the question, or stands in the place of another;
- it states a bound as an exact number, or calls something the first, which only the question does;
- less than nine tenths of its words, or two in a row of them, are not in the evidence.
"""

import re
from collections.abc import Sequence

from rag.answer import Support
from rag.grounding.literals import known_names, literals_held, speaks_of_others, strange_names, texts_of
from rag.grounding.support_signals import YES_OR_NO, SupportSignals, longest_gap, new_words, support_signals, words_of
from rag.retrieval.evidence import Evidence
from rag.text.fitted import LogisticModel
from rag.text.quantities import loses_bound
from rag.text.swapped import has_swapped_literal
from rag.text.wording import YES_NO, names

MOST_WORDS = 0.8  # share of a sentence's content words in its evidence for "mostly supported"
NEARLY_ALL_WORDS = 0.9  # the same for "supported" (eval/RESULTS.md, Grounding)
SHOWN_FROM = 0.2  # share of its new words below which a sentence is not shown: an empty phrase has no wrong number
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
LIKELY_FROM = 0.57  # fitted on the same sentences, for "mostly supported"
SUPPORTED_FROM = 0.68  # chosen on sentences of the model that were read (eval/RESULTS.md, Grounding)
PARTIAL_FROM = 0.03  # a sentence in other words is marked, not dropped, if its names and numbers are right

_ORDINAL = re.compile(r"\b(?:first|second|third|former|latter|original)\b")


def judge(sentence: str, question: str, evidence: Sequence[Evidence], cosine: float) -> tuple[Support, float]:
    """Return how well evidence supports a sentence, and the probability that it does.

    `cosine` is the highest of the sentence with one of the evidence.
    """
    signals = support_signals(sentence, evidence, cosine, question)
    probability = probability_supported(signals)
    if probability < PARTIAL_FROM or _is_refuted(sentence, question, evidence, signals):
        return "unsupported", probability
    if coverage(sentence, question, evidence) < SHOWN_FROM:
        return "unsupported", probability
    if only_affirms(sentence, question, evidence) and coverage(sentence, "", evidence) < MOST_WORDS:
        return "unsupported", probability
    supported = probability >= SUPPORTED_FROM and _adds_nothing(sentence, question, evidence)
    return "supported" if supported else "partial", probability


def probability_supported(signals: SupportSignals) -> float:
    """Return the calibrated probability that the cited sentences support the sentence."""
    return SUPPORT.probability(vars(signals))


def breaks_a_rule(signals: SupportSignals) -> bool:
    """Return whether a sentence with these signals is not supported, however probable."""
    return bool(signals.numbers or signals.names or signals.reversed)


def _is_refuted(sentence: str, question: str, evidence: Sequence[Evidence], signals: SupportSignals) -> bool:
    cited, titles = texts_of(evidence)
    invented = names(sentence) & strange_names(sentence, " ".join([*titles, *cited, question]))
    return bool(invented or signals.numbers or signals.reversed) or speaks_of_others(sentence, evidence)


def _adds_nothing(sentence: str, question: str, evidence: Sequence[Evidence]) -> bool:
    """Return whether a sentence states nothing that its evidence does not; names that its abstract has are no addition.

    Words copied from the question are: whether the evidence speaks of them is not known.
    """
    cited, titles = texts_of(evidence)
    known = known_names(question, evidence)
    shown = " ".join([*titles, *cited])
    ordinals = set(_ORDINAL.findall(sentence.lower())) - set(_ORDINAL.findall(shown.lower()))
    altered = ordinals or loses_bound(sentence, cited) or has_swapped_literal(sentence, [*titles, *cited])
    words, held = list(words_of(YES_OR_NO.sub("", sentence))), set(words_of(f"{shown} {known}"))
    covered = longest_gap(words, held) < 2 and _share(words, held) >= NEARLY_ALL_WORDS
    return covered and not altered and literals_held(sentence, evidence, known)


def coverage(sentence: str, question: str, evidence: Sequence[Evidence]) -> float:
    """Return the share of a sentence's content words, without its question's, that are in evidence and its titles."""
    return _share(new_words(sentence, question), _words_held(evidence))


def _share(words: Sequence[str], held: set[str]) -> float:
    return sum(word in held for word in words) / len(words) if words else 0.0


def _words_held(evidence: Sequence[Evidence]) -> set[str]:
    cited, titles = texts_of(evidence)
    return set(words_of(" ".join([*titles, *cited])))


def only_affirms(sentence: str, question: str, evidence: Sequence[Evidence]) -> bool:
    """Return whether a sentence says yes or no to its question, and adds next to nothing from the evidence.

    All that it claims is then in the words of the question, where the opposite would look the same. Without a yes or
    no before it, to a question for one, it adds nothing at all.
    """
    says_yes = YES_OR_NO.search(sentence)
    if not (says_yes or re.search(YES_NO, question, re.IGNORECASE)):
        return False
    words, asked = set(words_of(YES_OR_NO.sub("", sentence))), set(words_of(question))
    new = (words - asked) & _words_held(evidence)
    next_to_nothing = 0.2 if says_yes else 0.0
    return len(new) <= next_to_nothing * len(words)
