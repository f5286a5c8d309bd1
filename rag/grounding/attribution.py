"""Tie a sentence of an answer to what it rests on: one evidence sentence, two of a paper, or one for each clause."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rag.answer import Support
from rag.grounding.literals import asked_about, literals_held
from rag.grounding.support import LIKELY_FROM, MOST, coverage, judge
from rag.retrieval.evidence import Evidence
from rag.text.polarity import negates_unheard
from rag.text.wording import begins_word, content_stems, names, spelled_names

SECOND_SENTENCE_GAIN = 0.33  # further coverage that makes a second citation worth its place
CLAUSE_WORDS = 3  # content words of a clause that can stand alone
HALF_OF_TWO = 2**0.5  # the vector of two unlike clauses is near (a + b) / √2: of its cosine with x, a's is √2 times
_JOINT = re.compile(r";\s+|,?\s+(?:whereas|while|but|and)\s+(?=.*[A-Z])")


@dataclass(frozen=True)
class GroundedSentence:
    """A sentence of an answer, the evidence it cites, and the probability that this supports it; 1 for a quotation."""

    text: str
    evidence: tuple[Evidence, ...]
    support: Support
    probability: float = 1.0


def is_mostly_supported(sentence: GroundedSentence) -> bool:
    """Return whether the cited evidence supports most of a sentence; "supported" asks for more."""
    likely = sentence.support != "unsupported" and sentence.probability >= LIKELY_FROM
    return likely and coverage(sentence.text, "", sentence.evidence) >= MOST


def ground_sentence(
    sentence: str, question: str, evidence: Sequence[Evidence], similarities: np.ndarray
) -> GroundedSentence:
    """Return the evidence that holds most of a sentence, and how well it bears it.

    Of a sentence, or a clause, only the papers that hold the most of its names of systems can bear it: what another
    says is said of something else. Two papers are cited only where a sentence sets one beside the other, and each bears
    its own clause alone: their words together would bear what neither says.
    """
    if not evidence:
        return GroundedSentence(sentence, (), "unsupported", 0.0)
    whole = _of_one_paper(sentence, question, evidence, similarities)
    if whole.support == "supported":
        return whole
    of_clause = np.minimum(similarities * HALF_OF_TWO, 1)
    for clauses in _in_two(sentence):
        one, other = (_of_one_paper(clause, question, evidence, of_clause) for clause in clauses)
        both = is_mostly_supported(one) and is_mostly_supported(other)
        if both and one.evidence[0].paper != other.evidence[0].paper:
            support: Support = "supported" if one.support == other.support == "supported" else "partial"
            probability = min(one.probability, other.probability)
            return GroundedSentence(sentence, one.evidence + other.evidence, support, probability)
    return whole


def _of_papers_named(sentence: str, question: str, evidence: Sequence[Evidence]) -> list[int]:
    """Return the places of evidence from the papers that hold the most names of a sentence; `seq2seq` is a term.

    Of these, from those that have the most that are asked about in their title.
    """
    named = {name.lower() for name in spelled_names(sentence) if not name.islower()}
    asked = named & names(question)
    papers = {e.paper: f"{e.paper.title} {e.paper.abstract}" for e in evidence}
    held = {paper: (_held(named, text), _held(asked, paper.title)) for paper, text in papers.items()}
    most = max(held.values())
    return [place for place, e in enumerate(evidence) if held[e.paper] == most]


def _held(named: Collection[str], text: str) -> int:
    """Return how many names begin a word of a text."""
    return sum(begins_word(name, text) for name in named)


def choose(sentence: str, question: str, evidence: Sequence[Evidence], similarities: np.ndarray) -> list[Evidence]:
    """Return the one or two sentences of one paper that hold most of a sentence, in the order of the abstract.

    A name that was asked about and stands elsewhere in the abstract needs no second one.
    """
    merits = {e: coverage(sentence, question, [e]) + float(s) for e, s in zip(evidence, similarities, strict=True)}
    nearest = max(merits, key=lambda e: merits[e])
    granted = asked_about(question, [nearest])
    of_paper = [e for e in evidence if e.paper == nearest.paper]
    best = next(
        (e for e in sorted(of_paper, key=lambda e: -merits[e]) if literals_held(sentence, [e], granted)), nearest
    )
    second = _second(sentence, question, best, [e for e in of_paper if e != best], granted)
    return sorted([best, second], key=lambda e: e.sentence.number) if second else [best]


def _second(sentence: str, question: str, best: Evidence, others: Sequence[Evidence], granted: str) -> Evidence | None:
    """Return the one that bears a sentence with the best, which does not alone, or adds many words; None for none."""
    covered = {e: coverage(sentence, question, [best, e]) for e in others}
    if not _bears(sentence, question, [best], granted):
        bearing = [e for e in others if _bears(sentence, question, [best, e], granted)]
        if bearing:
            return max(bearing, key=lambda e: covered[e])
    enough = coverage(sentence, question, [best]) + SECOND_SENTENCE_GAIN
    return max((e for e in others if covered[e] >= enough), key=lambda e: covered[e], default=None)


def _bears(sentence: str, question: str, chosen: Sequence[Evidence], granted: str) -> bool:
    """Return whether evidence holds the numbers and names of a sentence, and speaks of what it negates."""
    held = " . ".join(e.sentence.text for e in chosen)
    return literals_held(sentence, chosen, granted) and not negates_unheard(sentence, held, question)


def _of_one_paper(
    sentence: str, question: str, evidence: Sequence[Evidence], similarities: np.ndarray
) -> GroundedSentence:

    places = _of_papers_named(sentence, question, evidence)
    evidence, similarities = [evidence[place] for place in places], similarities[places]
    chosen = choose(sentence, question, evidence, similarities)
    cosine = max(float(s) for e, s in zip(evidence, similarities, strict=True) if e in chosen)
    support, probability = judge(sentence, question, chosen, cosine)
    return GroundedSentence(sentence, tuple(chosen), support, probability)


def _in_two(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut a sentence into two clauses, the second with a name of its own."""
    for joint in _JOINT.finditer(sentence):
        clauses = sentence[: joint.start()], sentence[joint.end() :]
        if all(len(content_stems(clause)) >= CLAUSE_WORDS for clause in clauses):
            yield clauses
