"""The features of the support model: how near the words of a sentence are to those of the evidence that it cites."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.grounding.literals import literals_held, strange_names, texts_of
from rag.retrieval.evidence import Evidence
from rag.text.polarity import is_reversed
from rag.text.quantities import missing_quantities, quantities, written_out
from rag.text.wording import names, numbers, stem_sequence

YES_OR_NO = re.compile(r"^(?:yes|no)\b", re.IGNORECASE)


@dataclass(frozen=True)
class SupportSignals:
    """Features of a sentence and the evidence that it cites, each in 0..1."""

    cosine: float  # highest with a cited sentence
    gap: float  # longest run of content words that the evidence lacks, of six; words of the question do not count
    order: float  # share of its names, without the question's, that are in the same order in a cited sentence
    attached: float  # least share of the words beside a name or number that are in one cited sentence with it
    borrowed: float  # 1 if no cited sentence alone, with the titles, has all its names and numbers
    numbers: float  # 1 if the evidence lacks a number, in digits or words
    names: float  # 1 if the evidence, its titles and the question lack a name
    reversed: float  # 1 if a negation, an opposite word or changed sides turn the evidence round


def support_signals(sentence: str, evidence: Sequence[Evidence], cosine: float, question: str = "") -> SupportSignals:
    """Return the features of a sentence that cites `evidence`; `cosine` is the highest with one of them.

    An answer repeats its question, so the question's words, names and number words are not the model's invention.
    """
    cited, titles = texts_of(evidence)
    shown = " ".join([*titles, *cited])
    asked = quantities(question)
    subjects = frozenset(stem_sequence(" ".join([*titles, question])))
    longest = 6  # a longer gap is no worse
    missing = [q for q in missing_quantities(sentence, cited, titles) if not (q.word and any(map(q.is_held_by, asked)))]
    return SupportSignals(
        cosine=max(0.0, cosine),
        gap=min(longest_gap(new_words(sentence, question), set(words_of(shown))), longest) / longest,
        order=_in_order(sentence, cited, frozenset(stem_sequence(question))),
        attached=_attached(sentence, cited, subjects),
        borrowed=float(len(evidence) > 1 and not any(literals_held(sentence, [e], question) for e in evidence)),
        numbers=float(bool(missing)),
        names=float(bool(strange_names(sentence, f"{shown} {question}"))),
        reversed=float(is_reversed(sentence, " . ".join(cited), question)),
    )


def new_words(sentence: str, question: str) -> list[str]:
    """Return the content words of a sentence that its question lacks, without a leading yes or no; all if none are."""
    asked, said = set(words_of(question)), list(words_of(YES_OR_NO.sub("", sentence)))
    return [word for word in said if word not in asked] or said


def words_of(text: str) -> tuple[str, ...]:
    """Return the stems of the content words of a text, numbers written out."""
    return stem_sequence(written_out(text))


def longest_gap(said: Sequence[str], known: set[str]) -> int:
    """Return the length of the longest run of words that are not `known`."""
    longest = run = 0
    for word in said:
        run = 0 if word in known else run + 1
        longest = max(longest, run)
    return longest


def _in_order(sentence: str, cited: Sequence[str], asked: frozenset[str]) -> float:
    """Return the longest common subsequence of names, as a share of the common names; 1 without any."""
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
    """Return the least attachment of a name or number of a sentence, without the `subjects`; 1 without any."""
    said = stem_sequence(sentence)
    literals = {part for name in names(sentence) | numbers(sentence) for part in stem_sequence(name)} - subjects
    shares = [_attachment(literal, said, [stem_sequence(text) for text in cited], subjects) for literal in literals]
    return min(shares, default=1.0)


def _attachment(literal: str, said: Sequence[str], cited: Sequence[Sequence[str]], subjects: frozenset[str]) -> float:
    """Return the highest share of the three words on either side of a literal that are in a sentence with it."""
    beside = [
        {*said[max(0, place - 3) : place], *said[place + 1 : place + 4]}
        for place, word in enumerate(said)
        if word == literal
    ]
    holding = [subjects.union(words) for words in cited if literal in words]
    return max((len(words & held) / len(words) for words in beside if words for held in holding), default=1.0)
