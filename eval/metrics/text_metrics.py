"""The text of an answer: its facts, its overlap with the gold sentences, its numbers, and forbidden words."""

import re
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from eval.metrics.refusal_metrics import is_refusal
from eval.sets.facts import has_facts, without_markers
from eval.sets.question_set import Case
from rag.text.wording import numbers

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def right(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return 1 when an answerable case with facts is answered and states every one of them, else 0.

    Fact accuracy by the rule in eval/sets/facts.py. A refusal has 0.
    """
    if not (case.answerable and case.facts):
        return None
    return float(not is_refusal(answer) and has_facts(answer["text"], case.facts))


def token_f1(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return the F1 of the words of an answer against those of the gold sentences; a refusal has 0.

    SQuAD's measure (Rajpurkar et al. 2016): bags of words, after folding case and removing punctuation and articles.
    The reference is all gold sentences joined, where SQuAD takes the best of several short answers: a short right
    answer scores low, so compare runs by it, not with published figures.
    """
    if not (case.answerable and case.gold_sentences):
        return None
    if is_refusal(answer):
        return 0.0
    return f1(_words(without_markers(answer["text"])), _words(" ".join(case.gold_sentences)))


def f1(found: Sequence[str], wanted: Sequence[str]) -> float:
    """Return the harmonic mean of precision and recall of two bags of words; 1 when both are empty."""
    common = (Counter(found) & Counter(wanted)).total()
    return 2 * common / (len(found) + len(wanted)) if found or wanted else 1.0


def _words(text: str) -> list[str]:
    return _ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split()


def unsupported_rate(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return the share of the answer's sentences that are not labelled supported; 0 is best.

    As in ALCE (Gao et al. 2023) a partly supported sentence does not count as supported. The labels are those of the
    program's own support check, so no gold is needed; `sentence_precision` measures that check.
    """
    if not answer["sentences"]:
        return None
    return sum(s["support"] != "supported" for s in answer["sentences"]) / len(answer["sentences"])


def numeric_fidelity(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return the share of the numbers in sentences with citations that are also in the cited quotes.

    Our own measure. Numbers are compared as written, without thousands commas and with `%`, once per sentence. None
    when no sentence with a citation has a number.
    """
    quotes = {citation["number"]: citation["quote"] for citation in answer["citations"]}
    held = [
        number in numbers(" ".join(quotes[cited] for cited in sentence["citations"]))
        for sentence in answer["sentences"]
        if sentence["citations"]
        for number in numbers(sentence["text"])
    ]
    return sum(held) / len(held) if held else None


def must_not(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return 1 when the answer contains a forbidden word in upper or lower case, else 0; 0 is best."""
    if not case.must_not:
        return None
    return float(any(word.casefold() in answer["text"].casefold() for word in case.must_not))
