"""Does what a sentence cites bear it? Features that can be explained, a logistic model, and rules on literals.

A number that is not in the cited sentences is never shown, nor a name that is nowhere, nor a negation, an opposite word
or an order of rank that turns round what they say. A name that only the question has is never supported, nor one in the
place of another, nor a bound said as a number, nor what says more than they do in the words of the question.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer import Support
from rag.displaced import is_displaced
from rag.evidence import Evidence
from rag.polarity import is_reversed
from rag.quantities import loses_bound, missing_quantities, quantities, written_out
from rag.wording import YES_NO, content_stems, names, numbers, proper_names, stem_sequence

BESIDE = 3  # content words on either side of a name or number
LONGEST_GAP = 6  # content words; a longer one says no more
NEARLY_ALL = 0.8  # of all content words of a sentence: its evidence holds them if it is supported
ADDED = 0.2  # share of its words that a yes or no adds to its question, up to which it adds next to nothing
COVERED_FROM = 0.2  # share of the words told below which nothing is shown: an empty phrase has no literal to miss
# Logistic regression on published claims and corrupted sentences: `python -m eval.train_support`.
INTERCEPT = -9.46
WEIGHTS = {
    "cosine": 2.35,
    "gap": -2.15,
    "order": 6.58,
    "attached": 2.26,
    "borrowed": -2.0,
    "numbers": -3.96,
    "names": -1.67,
    "reversed": -5.02,
}
_YES_OR_NO = re.compile(r"^(?:yes|no)\b", re.IGNORECASE)
SUPPORTED_FROM = 0.57
PARTIAL_FROM = 0.03  # what is far from the evidence's words is marked, not dropped, where no literal speaks against it


@dataclass(frozen=True)
class SupportSignals:
    """What the support check looks at, each in 0..1."""

    cosine: float  # meaning: of the sentence and the nearest that it cites
    gap: float  # its longest run of content words that are not there, of six; the question's are passed over
    order: float  # share of its names, but for those asked for, that stand in the same order in a cited sentence
    attached: float  # share of the words beside its loneliest name or number that stand in one sentence with it
    borrowed: float  # 1 where no cited sentence alone, with the titles, has all its names and numbers
    numbers: float  # 1 where a number, digits or spelled, is not there
    names: float  # 1 where a name is not there, titles included
    reversed: float  # 1 where a negation or an opposite word turns round what is there


def judge(sentence: str, question: str, evidence: Sequence[Evidence], cosine: float) -> tuple[Support, float]:
    """Return how well `evidence` bears a sentence, and the probability that it does.

    A name or a spelled-out number of the question is no invention, but it is not borne either, unless it is a name
    that the abstract cited holds elsewhere: that is what the paper is about.
    """
    cited, titles = _texts(evidence)
    signals = support_signals(sentence, evidence, cosine, question)
    probability = probability_supported(signals)
    invented = any(not q.spelled for q in missing_quantities(sentence, cited, titles)) or names(
        sentence
    ) & strange_names(sentence, " ".join([*titles, *cited, question]))
    denied = signals.numbers or signals.reversed
    if invented or denied or probability < PARTIAL_FROM or coverage(sentence, question, evidence) < COVERED_FROM:
        return "unsupported", probability
    if only_affirms(sentence, question, evidence) and not says_no_more(sentence, evidence):
        return "unsupported", probability
    held = literals_held(sentence, evidence, asked_about(question, evidence))
    whole = probability >= SUPPORTED_FROM and held and not breaks_a_rule(signals) and says_no_more(sentence, evidence)
    altered = whole and (loses_bound(sentence, cited) or is_displaced(sentence, [*titles, *cited]))
    return "supported" if whole and not altered else "partial", probability


def support_signals(sentence: str, evidence: Sequence[Evidence], cosine: float, question: str = "") -> SupportSignals:
    """Return the signals of a sentence that cites `evidence`; `cosine` is the highest with one of them.

    An answer repeats its question: words and names of it are not the model's invention. A sentence of nothing else
    tells nothing, and is taken as it is.
    """
    cited, titles = _texts(evidence)
    held = " ".join([*titles, *cited])
    asked = quantities(question)
    subjects = frozenset(stem_sequence(" ".join([*titles, question])))
    told = _told(sentence, question)
    missing = [
        q for q in missing_quantities(sentence, cited, titles) if not (q.spelled and any(map(q.is_held_by, asked)))
    ]
    return SupportSignals(
        cosine=max(0.0, cosine),
        gap=min(_longest_gap(told, set(_words(held))), LONGEST_GAP) / LONGEST_GAP,
        order=_in_order(sentence, cited, frozenset(stem_sequence(question))),
        attached=_attached(sentence, cited, subjects),
        borrowed=float(len(evidence) > 1 and not any(literals_held(sentence, [e], question) for e in evidence)),
        numbers=float(bool(missing)),
        names=float(bool(strange_names(sentence, f"{held} {question}"))),
        reversed=float(is_reversed(sentence, " . ".join(cited), question)),
    )


def _told(sentence: str, question: str) -> list[str]:
    """Return the content words of a sentence that its question does not hold; all when there are none.

    A `yes` or `no` before it tells nothing that words could be found for.
    """
    asked, said = set(_words(question)), list(_words(_YES_OR_NO.sub("", sentence)))
    return [word for word in said if word not in asked] or said


def probability_supported(signals: SupportSignals) -> float:
    """Return the calibrated probability that the cited sentences bear the sentence."""
    total = INTERCEPT + sum(weight * getattr(signals, name) for name, weight in WEIGHTS.items())
    return 1 / (1 + math.exp(-total))


def breaks_a_rule(signals: SupportSignals) -> bool:
    """Return whether a literal forbids to call a sentence supported, however probable."""
    return bool(signals.numbers or signals.names or signals.reversed)


def coverage(sentence: str, question: str, evidence: Sequence[Evidence]) -> float:
    """Return the share of a sentence's content words, but for its question's, that evidence and its titles hold."""
    words = _told(sentence, question)
    cited, titles = _texts(evidence)
    held = set(_words(" ".join([*titles, *cited])))
    return sum(word in held for word in words) / len(words) if words else 0.0


def says_no_more(sentence: str, evidence: Sequence[Evidence]) -> bool:
    """Return whether evidence and its titles hold nearly every content word of a sentence, its question's among them.

    No two in a row are missing. What it repeats of its question is no invention, but whether the evidence speaks of
    that is not known.
    """
    cited, titles = _texts(evidence)
    gap = _longest_gap(_told(sentence, ""), set(_words(" ".join([*titles, *cited]))))
    return gap < 2 and coverage(sentence, "", evidence) >= NEARLY_ALL


def only_affirms(sentence: str, question: str, evidence: Sequence[Evidence]) -> bool:
    """Return whether a sentence says yes or no to what the question says, and next to nothing that evidence holds.

    What it then claims is in the words of the question alone, where the opposite would look the same. Without a yes or
    no before it, it adds nothing.
    """
    if not (_YES_OR_NO.search(sentence) or re.search(YES_NO, question, re.IGNORECASE)):
        return False
    words, asked = set(_words(_YES_OR_NO.sub("", sentence))), set(_words(question))
    cited, titles = _texts(evidence)
    new = (words - asked) & set(_words(" ".join([*titles, *cited])))
    return len(new) <= (ADDED * len(words) if _YES_OR_NO.search(sentence) else 0)


def strange_names(sentence: str, held: str) -> set[str]:
    """Return the names in a sentence that `held` does not hold, plural and compound forms allowed."""
    stems = content_stems(held)
    found = names(sentence) | proper_names(sentence)
    return {n for n in found if n not in held.lower() and not content_stems(n) <= stems}


def asked_about(question: str, evidence: Sequence[Evidence]) -> str:
    """Return the names of a question that stand in the abstracts which evidence is from."""
    abstracts = " ".join({e.paper.abstract.lower() for e in evidence})
    return " ".join(sorted(name for name in names(question) if name in abstracts))


def literals_held(sentence: str, evidence: Sequence[Evidence], granted: str = "") -> bool:
    """Return whether evidence holds every number of a sentence, and it or what is `granted` every name."""
    cited, titles = _texts(evidence)
    held = " ".join([*titles, *cited, granted])
    return not missing_quantities(sentence, cited, titles) and not strange_names(sentence, held)


def _texts(evidence: Sequence[Evidence]) -> tuple[list[str], list[str]]:
    return [e.sentence.text for e in evidence], list({e.paper.title: None for e in evidence})


def _words(text: str) -> tuple[str, ...]:
    return stem_sequence(written_out(text))


def _longest_gap(said: Sequence[str], known: set[str]) -> int:
    longest = run = 0
    for word in said:
        run = 0 if word in known else run + 1
        longest = max(longest, run)
    return longest


def _in_order(sentence: str, cited: Sequence[str], asked: frozenset[str]) -> float:
    """Return the longest common subsequence of names as a share of those in common; 1 where there is none."""
    named = {part for name in names(sentence) for part in stem_sequence(name)} - asked
    shares = []
    for text in cited:
        words = stem_sequence(text)
        said = [word for word in stem_sequence(sentence) if word in named and word in words]
        if said:
            shares.append(_common_subsequence(said, [word for word in words if word in said]) / len(said))
    return max(shares, default=1.0)


def _common_subsequence(one: Sequence[str], other: Sequence[str]) -> int:
    row = [0] * (len(other) + 1)
    for word in one:
        above, row = row, [0]
        for place, candidate in enumerate(other):
            row.append(above[place] + 1 if word == candidate else max(row[-1], above[place + 1]))
    return row[-1]


def _attached(sentence: str, cited: Sequence[str], subjects: frozenset[str]) -> float:
    said = stem_sequence(sentence)
    literals = {part for name in names(sentence) | numbers(sentence) for part in stem_sequence(name)} - subjects
    shares = [_attachment(literal, said, [stem_sequence(text) for text in cited], subjects) for literal in literals]
    return min(shares, default=1.0)


def _attachment(literal: str, said: Sequence[str], cited: Sequence[Sequence[str]], subjects: frozenset[str]) -> float:
    """Return the best share of the words beside a literal that a sentence with the literal, or a subject, holds."""
    beside = [
        {*said[max(0, place - BESIDE) : place], *said[place + 1 : place + 1 + BESIDE]}
        for place, word in enumerate(said)
        if word == literal
    ]
    holding = [subjects.union(words) for words in cited if literal in words]
    return max((len(words & held) / len(words) for words in beside if words for held in holding), default=1.0)
