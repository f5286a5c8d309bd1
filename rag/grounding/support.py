"""Does the cited evidence support a sentence of an answer? One fitted model with two bounds, and five vetoes.

A sentence is shown from the lower bound on, and called supported from the higher one. It is not shown where
- it has a number that the evidence lacks, or gives one to another thing than the evidence does;
- it names a system that its paper does not mention;
- it turns the evidence round: by a negation, an opposite word or the sides of a comparison;
- it only says yes or no to its question, in words of the question that the evidence lacks.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from rag.answer import Support
from rag.grounding.literals import speaks_of_others, strange_names, texts_of
from rag.grounding.match import Nearness
from rag.grounding.places import is_misplaced
from rag.grounding.support_signals import YES_OR_NO, new_words, support_signals, words_of
from rag.retrieval.evidence import Evidence
from rag.text.fitted import LogisticModel
from rag.text.polarity import is_reversed
from rag.text.quantities import missing_quantities, quantities
from rag.text.wording import YES_NO, names, stem_sequence

SUPPORT = LogisticModel.read(Path(__file__).with_name("support.json"))


def judge(sentence: str, question: str, evidence: Sequence[Evidence], nearness: Nearness) -> tuple[Support, float]:
    """Return how well evidence supports a sentence, and the probability that it does.

    `nearness` is the cosine of each of its words with the nearest word of the evidence.
    """
    probability = SUPPORT.probability(vars(support_signals(sentence, evidence, nearness, question)))
    if probability < SUPPORT.bounds["shown"] or is_refuted(sentence, question, evidence):
        return "unsupported", probability
    return "supported" if probability >= SUPPORT.bounds["supported"] else "partial", probability


def is_refuted(sentence: str, question: str, evidence: Sequence[Evidence]) -> bool:
    """Return whether a sentence is not shown, however near it is; number words of the question are no invention."""
    cited, titles = texts_of(evidence)
    asked = quantities(question)
    missing = (q for q in missing_quantities(sentence, cited, titles) if not (q.word and any(map(q.is_held_by, asked))))
    invented = names(sentence) & strange_names(sentence, " ".join([*titles, *cited, question]))
    subjects = frozenset(stem_sequence(" ".join([*titles, question])))
    return (
        any(missing)
        or bool(invented)
        or is_misplaced(sentence, cited, subjects)
        or is_reversed(sentence, " . ".join(cited), question)
        or speaks_of_others(sentence, evidence)
        or (only_affirms(sentence, question, evidence) and coverage(sentence, "", evidence) < 1)
    )


def only_affirms(sentence: str, question: str, evidence: Sequence[Evidence]) -> bool:
    """Return whether a sentence says yes or no to its question, and adds nothing from the evidence.

    All that it claims is then in the words of the question, where the opposite would look the same.
    """
    says_yes = YES_OR_NO.search(sentence) or re.search(YES_NO, question, re.IGNORECASE)
    said = frozenset(words_of(YES_OR_NO.sub("", sentence))) - frozenset(words_of(question))
    return bool(says_yes) and not said & _words_held(evidence)


def coverage(sentence: str, question: str, evidence: Sequence[Evidence]) -> float:
    """Return the share of a sentence's content words, without its question's, that are in evidence and its titles."""
    words, held = new_words(sentence, question), _words_held(evidence)
    return sum(word in held for word in words) / len(words) if words else 0.0


def _words_held(evidence: Sequence[Evidence]) -> frozenset[str]:
    cited, titles = texts_of(evidence)
    return frozenset(words_of(" ".join([*titles, *cited])))
