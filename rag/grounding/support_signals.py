"""What the support check looks at: how near the words of a sentence are to those of what it cites, one by one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.grounding.literals import literals_held, strange_names, texts_of
from rag.retrieval.evidence import Evidence
from rag.text.polarity import is_reversed
from rag.text.quantities import missing_quantities, quantities, written_out
from rag.text.wording import names, numbers, stem_sequence

BESIDE = 3  # content words on either side of a name or number
LONGEST_GAP = 6  # content words; a longer one says no more
YES_OR_NO = re.compile(r"^(?:yes|no)\b", re.IGNORECASE)


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


def support_signals(sentence: str, evidence: Sequence[Evidence], cosine: float, question: str = "") -> SupportSignals:
    """Return the signals of a sentence that cites `evidence`; `cosine` is the highest with one of them.

    An answer repeats its question: words and names of it are not the model's invention. A sentence of nothing else
    tells nothing, and is taken as it is.
    """
    cited, titles = texts_of(evidence)
    held = " ".join([*titles, *cited])
    asked = quantities(question)
    subjects = frozenset(stem_sequence(" ".join([*titles, question])))
    new = told(sentence, question)
    missing = [
        q for q in missing_quantities(sentence, cited, titles) if not (q.word and any(map(q.is_held_by, asked)))
    ]
    return SupportSignals(
        cosine=max(0.0, cosine),
        gap=min(longest_gap(new, set(words_of(held))), LONGEST_GAP) / LONGEST_GAP,
        order=_in_order(sentence, cited, frozenset(stem_sequence(question))),
        attached=_attached(sentence, cited, subjects),
        borrowed=float(len(evidence) > 1 and not any(literals_held(sentence, [e], question) for e in evidence)),
        numbers=float(bool(missing)),
        names=float(bool(strange_names(sentence, f"{held} {question}"))),
        reversed=float(is_reversed(sentence, " . ".join(cited), question)),
    )


def told(sentence: str, question: str) -> list[str]:
    """Return the content words of a sentence that its question does not hold; all when there are none.

    A `yes` or `no` before it tells nothing that words could be found for.
    """
    asked, said = set(words_of(question)), list(words_of(YES_OR_NO.sub("", sentence)))
    return [word for word in said if word not in asked] or said


def words_of(text: str) -> tuple[str, ...]:
    """Return the stems of the content words of a text, numbers written out."""
    return stem_sequence(written_out(text))


def longest_gap(said: Sequence[str], known: set[str]) -> int:
    """Return the longest run of words that are not known."""
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
