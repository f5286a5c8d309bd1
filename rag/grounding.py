"""Tie every sentence of an answer to the evidence sentences it rests on, and check that they bear it.

The model is not asked for citations: a marker it writes anyway is removed, and markers are set from what is found
here. A sentence that nothing supports is not shown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.answer import AnswerSentence, Citation, Support
from rag.evidence import Evidence
from rag.sentences import split_sentences
from rag.wording import content_stems, names, numbers

_MARKER = re.compile(r"\s*\[\d+(?:\s*[,;-]\s*\d+)*\]")

# Share of a sentence's content words that its evidence and the evidence's title must hold.
SUPPORTED_COVERAGE = 0.6
PARTIAL_COVERAGE = 0.35
SECOND_SENTENCE_GAIN = 0.2  # further coverage that makes a second citation worth its place


@dataclass(frozen=True)
class Grounded:
    """Answer text with its markers, the sentences behind it, and what they cite, numbered in order of appearance."""

    text: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Tie:
    """What one answer sentence rests on."""

    evidence: tuple[Evidence, ...]
    support: Support


def ground(text: str, question: str, evidence: Sequence[Evidence], similarities: np.ndarray) -> Grounded:
    """Return the supported part of an answer with citations.

    Args:
        text: the answer as the model wrote it.
        question: what was asked; names in it are not the model's invention.
        evidence: what the model was shown.
        similarities: cosines (answer sentences, evidence) of `answer_sentences(text)` with the evidence.
    """
    kept = []
    for sentence, row in zip(answer_sentences(text), similarities, strict=True):
        tie = tie_sentence(sentence, question, evidence, row)
        if tie.support != "unsupported":
            kept.append((sentence, tie))
    return numbered(kept)


def answer_sentences(text: str) -> list[str]:
    """Return the sentences of an answer, list marks and citation markers removed."""
    plain = _MARKER.sub("", text)
    lines = [re.sub(r"^\s*(?:[-*•]|\d+[.)])\s+", "", line).strip() for line in plain.splitlines()]
    return [line[start:end] for line in lines if line for start, end in split_sentences(line)]


def tie_sentence(sentence: str, question: str, evidence: Sequence[Evidence], similarities: np.ndarray) -> Tie:
    """Return the one or two evidence sentences that hold most of a sentence, and how well they bear it."""
    if not evidence:
        return Tie((), "unsupported")
    merits = [_coverage(sentence, [e]) + float(s) for e, s in zip(evidence, similarities, strict=True)]
    best = evidence[int(np.argmax(merits))]
    chosen = [best]
    more = [(_coverage(sentence, [best, e]), e) for e in evidence if e.paper == best.paper and e != best]
    gain, second = max(more, key=lambda pair: pair[0], default=(0.0, best))
    if gain - _coverage(sentence, chosen) >= SECOND_SENTENCE_GAIN or (
        not _literals_held(sentence, chosen) and _literals_held(sentence, [best, second])
    ):
        chosen = sorted([best, second], key=lambda e: e.sentence.number)
    return Tie(tuple(chosen), _support(sentence, question, chosen))


def _support(sentence: str, question: str, evidence: Sequence[Evidence]) -> Support:
    """Judge by literals first: a number or a name that comes from nowhere is never let through."""
    held, coverage = _held(evidence), _coverage(sentence, evidence)
    if not numbers(sentence) <= numbers(held) or strange_names(sentence, f"{held} {question}"):
        return "unsupported"
    if coverage < PARTIAL_COVERAGE:
        return "unsupported"
    return "supported" if coverage >= SUPPORTED_COVERAGE and not strange_names(sentence, held) else "partial"


def strange_names(sentence: str, held: str) -> set[str]:
    """Return the names in a sentence that `held` does not hold, plural and compound forms allowed."""
    stems = content_stems(held)
    return {n for n in names(sentence) if n not in held.lower() and not content_stems(n) <= stems}


def _held(evidence: Sequence[Evidence]) -> str:
    return " ".join([*{e.paper.title: None for e in evidence}, *(e.sentence.text for e in evidence)])


def _coverage(sentence: str, evidence: Sequence[Evidence]) -> float:
    stems = content_stems(sentence)
    return len(stems & content_stems(_held(evidence))) / len(stems) if stems else 0.0


def _literals_held(sentence: str, evidence: Sequence[Evidence]) -> bool:
    held = _held(evidence)
    return numbers(sentence) <= numbers(held) and not strange_names(sentence, held)


def numbered(kept: Sequence[tuple[str, Tie]]) -> Grounded:
    """Return sentences and their ties as a text with markers, numbered in order of appearance."""
    numbers_of: dict[Evidence, int] = {}
    support_of: dict[Evidence, Support] = {}
    sentences, pieces = [], []
    for sentence, tie in kept:
        for evidence in tie.evidence:
            numbers_of.setdefault(evidence, len(numbers_of) + 1)
            support_of.setdefault(evidence, tie.support)
        cited = tuple(dict.fromkeys(numbers_of[e] for e in tie.evidence))
        sentences.append(AnswerSentence(sentence, cited, tie.support))
        pieces.append(with_markers(sentence, cited))
    citations = tuple(
        Citation(n, e.paper, e.sentence.text, e.sentence.start, e.sentence.end, support_of[e])
        for e, n in numbers_of.items()
    )
    return Grounded(" ".join(pieces), tuple(sentences), citations)


def with_markers(sentence: str, cited: Sequence[int]) -> str:
    """Return a sentence with its markers before the final full stop."""
    markers = "".join(f"[{number}]" for number in cited)
    ending = re.search(r"[.!?]*$", sentence)
    assert ending is not None
    return f"{sentence[: ending.start()]} {markers}{ending.group()}"
