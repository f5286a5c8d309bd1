"""Give every sentence of an answer its citations, and check that they support it.

The model is not asked for citations: a marker that it writes is removed, and markers are set here. A sentence that
nothing supports is not shown.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index_store.records import Paper
from rag.answer import AnswerSentence, Citation, Grounded, Support
from rag.grounding.attribution import GroundedSentence, ground_sentence
from rag.grounding.match import Match
from rag.retrieval.evidence import Evidence
from rag.text.markers import with_markers, without_markers
from rag.text.sentences import split_sentences

_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\(\s*\w+:[^)]*\)")
_PRONOUN = re.compile(r"(?:it|its|they|their|this|these|he|she)\b", re.IGNORECASE)


def ground(
    sentences: Sequence[str], question: str, evidence: Sequence[Evidence], matched: Sequence[Match]
) -> list[GroundedSentence]:
    """Return the sentences of an answer with the evidence that each cites.

    Args:
        sentences: the answer as the model wrote it, by `answer_sentences`.
        question: the question, standing alone; names in it are not the model's invention.
        evidence: the sentences in the prompt.
        matched: the match of each sentence with the evidence.
    """
    return [ground_sentence(text, question, evidence, match) for text, match in zip(sentences, matched, strict=True)]


def supported_sentences(grounded: Sequence[GroundedSentence]) -> list[GroundedSentence]:
    """Return the sentences that are supported at least in part: no other is shown.

    One that begins with a pronoun is at most partly supported, unless the sentence before it is shown and cites the
    same paper: else the reader cannot tell what the pronoun stands for.
    """
    shown: list[GroundedSentence] = []
    before: set[Paper] = set()
    for sentence in grounded:
        papers = {evidence.paper for evidence in sentence.evidence}
        leans = _PRONOUN.match(sentence.text) and not papers & before
        before = papers if sentence.support != "unsupported" else set()
        if sentence.support != "unsupported":
            shown.append(replace(sentence, support="partial") if leans else sentence)
    return shown


def quotation(evidence: Evidence) -> GroundedSentence:
    """Return a sentence of the evidence as one of the answer, in quotation marks."""
    return GroundedSentence(f"“{evidence.sentence.text}”", (evidence,), "supported", kind="quoted")


def answer_sentences(text: str) -> list[str]:
    """Return the sentences of an answer without list marks, citation markers, images and the targets of links.

    An image or a link in an answer was ordered by a poisoned paper, and would tell its host who reads it.
    """
    plain = without_markers(_LINK.sub(r"\1", _IMAGE.sub("", text)))
    lines = [re.sub(r"^\s*(?:[-*•]|\d+[.)])\s+", "", line).strip() for line in plain.splitlines()]
    return [line[start:end] for line in lines if line for start, end in split_sentences(line)]


def numbered(kept: Sequence[GroundedSentence]) -> Grounded:
    """Return sentences as an answer text with citation markers, numbered in order of appearance."""
    numbers_of: dict[Evidence, int] = {}
    sentences, pieces = [], []
    for sentence in kept:
        for evidence in sentence.evidence:
            numbers_of.setdefault(evidence, len(numbers_of) + 1)
        cited = tuple(dict.fromkeys(numbers_of[e] for e in sentence.evidence))
        sentences.append(AnswerSentence(sentence.text, cited, sentence.support, sentence.kind))
        pieces.append(with_markers(sentence.text, cited))
    citations = tuple(
        Citation(n, e.paper, e.sentence.text, e.sentence.start, e.sentence.end, support_by(n, sentences))
        for e, n in numbers_of.items()
    )
    return Grounded(" ".join(pieces), tuple(sentences), citations)


def support_by(number: int, sentences: Sequence[AnswerSentence]) -> Support:
    """Return how well the citation of a number supports the first sentence that cites it."""
    return next(sentence.support for sentence in sentences if number in sentence.citations)
