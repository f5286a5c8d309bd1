"""Tie every sentence of an answer to the evidence sentences it rests on, and check that they bear it.

The model is not asked for citations: a marker it writes anyway is removed, and markers are set from what is found
here. A sentence that nothing supports is not shown.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from index_store.records import Paper
from rag.answer import AnswerSentence, Citation, Grounded, Support
from rag.grounding.tying import Tie, tie_sentence
from rag.retrieval.evidence import Evidence
from rag.text.markers import with_markers, without_markers
from rag.text.sentences import split_sentences

_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\(\s*\w+:[^)]*\)")
_PRONOUN = re.compile(r"(?:it|its|they|their|this|these|he|she)\b", re.IGNORECASE)


Said = tuple[str, Tie]  # a sentence of an answer, and what it rests on


def ground(text: str, question: str, evidence: Sequence[Evidence], similarities: np.ndarray) -> list[Said]:
    """Return the sentences of an answer, each with what it rests on, if on anything.

    Args:
        text: the answer as the model wrote it.
        question: what was asked; names in it are not the model's invention.
        evidence: what the model was shown.
        similarities: cosines (answer sentences, evidence) of `answer_sentences(text)` with the evidence.
    """
    return [
        (sentence, tie_sentence(sentence, question, evidence, row))
        for sentence, row in zip(answer_sentences(text), similarities, strict=True)
    ]


def borne(tied: Sequence[Said]) -> list[Said]:
    """Return the sentences that rest on something: no other is shown.

    One that begins with a pronoun is supported only where the sentence before it is shown and rests on the same paper:
    else nobody knows what it speaks of.
    """
    shown: list[Said] = []
    before: set[Paper] = set()
    for sentence, tie in tied:
        papers = {evidence.paper for evidence in tie.evidence}
        leans = _PRONOUN.match(sentence) and not papers & before
        before = papers if tie.support != "unsupported" else set()
        if tie.support != "unsupported":
            shown.append((sentence, replace(tie, support="partial") if leans else tie))
    return shown


def quotation(evidence: Evidence) -> Said:
    """Return a sentence of an answer that is one of the evidence, word for word."""
    return f"“{evidence.sentence.text}”", Tie((evidence,), "supported")


def answer_sentences(text: str) -> list[str]:
    """Return the sentences of an answer; list marks, citation markers, images and the targets of links removed.

    An image or a link that is written into an answer is asked for by a paper, and tells its host who reads it.
    """
    plain = without_markers(_LINK.sub(r"\1", _IMAGE.sub("", text)))
    lines = [re.sub(r"^\s*(?:[-*•]|\d+[.)])\s+", "", line).strip() for line in plain.splitlines()]
    return [line[start:end] for line in lines if line for start, end in split_sentences(line)]


def numbered(kept: Sequence[Said]) -> Grounded:
    """Return sentences and their ties as a text with markers, numbered in order of appearance."""
    numbers_of: dict[Evidence, int] = {}
    sentences, pieces = [], []
    for sentence, tie in kept:
        for evidence in tie.evidence:
            numbers_of.setdefault(evidence, len(numbers_of) + 1)
        cited = tuple(dict.fromkeys(numbers_of[e] for e in tie.evidence))
        sentences.append(AnswerSentence(sentence, cited, tie.support))
        pieces.append(with_markers(sentence, cited))
    citations = tuple(
        Citation(n, e.paper, e.sentence.text, e.sentence.start, e.sentence.end, support_by(n, sentences))
        for e, n in numbers_of.items()
    )
    return Grounded(" ".join(pieces), tuple(sentences), citations)


def support_by(number: int, sentences: Sequence[AnswerSentence]) -> Support:
    """Return how well what is cited by a number bears the first sentence that cites it."""
    return next(sentence.support for sentence in sentences if number in sentence.citations)
