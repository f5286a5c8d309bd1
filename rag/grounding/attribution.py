"""Choose the evidence that a sentence of an answer cites: a sentence, two of one paper, or one for each clause."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rag.answer import Kind, Support
from rag.grounding.literals import known_names, literals_held
from rag.grounding.match import Match
from rag.grounding.support import SUPPORT, coverage, judge
from rag.retrieval.evidence import Evidence
from rag.text.polarity import negates_unheard
from rag.text.wording import begins_word, content_stems, names, spelled_names

SECOND_SENTENCE_GAIN = 0.33  # coverage that a second cited sentence must add
CLAUSE_WORDS = 3  # least content words of a clause that can stand alone
_JOINT = re.compile(r";\s+|,?\s+(?:whereas|while|but|and)\s+(?=.*[A-Z])")


@dataclass(frozen=True)
class GroundedSentence:
    """A sentence of an answer, the evidence it cites, and the probability that this supports it; 1 for a quotation."""

    text: str
    evidence: tuple[Evidence, ...]
    support: Support
    probability: float = 1.0
    kind: Kind = "written"


def is_mostly_supported(sentence: GroundedSentence) -> bool:
    """Return whether the cited evidence supports a sentence, if its reader knows what a pronoun stands for."""
    return sentence.support != "unsupported" and sentence.probability >= SUPPORT.bounds["supported"]


def ground_sentence(sentence: str, question: str, evidence: Sequence[Evidence], match: Match) -> GroundedSentence:
    """Return a sentence with the evidence that supports it best, and how well.

    Only papers that mention the most of its system names may be cited: another speaks of something else. Two papers are
    cited only if each supports a clause of its own: together their words would support what neither says.
    """
    if not evidence:
        return GroundedSentence(sentence, (), "unsupported", 0.0)
    whole = _of_one_paper(sentence, question, evidence, match)
    if whole.support == "supported":
        return whole
    for clauses in _in_two(sentence):
        one, other = (_of_one_paper(clause, question, evidence, match.of_clause(clause)) for clause in clauses)
        both_supported = is_mostly_supported(one) and is_mostly_supported(other)
        if both_supported and one.evidence[0].paper != other.evidence[0].paper:
            probability = min(one.probability, other.probability)
            return GroundedSentence(sentence, one.evidence + other.evidence, "supported", probability)
    return whole


def _of_papers_named(sentence: str, question: str, evidence: Sequence[Evidence]) -> list[int]:
    """Return the places of evidence from the papers that mention the most system names of a sentence.

    Of these, from those with the most names of the question in their title. A name in small letters is a term: seq2seq.
    """
    named = {name.lower() for name in spelled_names(sentence) if not name.islower()}
    asked = named & names(question)
    papers = {e.paper for e in evidence}
    counts = {paper: (_count(named, paper.text), _count(asked, paper.title)) for paper in papers}
    most = max(counts.values())
    return [place for place, e in enumerate(evidence) if counts[e.paper] == most]


def _count(named: Collection[str], text: str) -> int:
    """Return how many names begin a word of a text."""
    return sum(begins_word(name, text) for name in named)


def choose(sentence: str, question: str, evidence: Sequence[Evidence], match: Match) -> list[Evidence]:
    """Return the one or two sentences of one paper that cover a sentence best, in the order of the abstract.

    A name of the question that is elsewhere in the abstract needs no second sentence.
    """
    merits = {
        e: coverage(sentence, question, [e]) + float(s) for e, s in zip(evidence, match.similarities, strict=True)
    }
    nearest = max(merits, key=lambda e: merits[e])
    known = known_names(question, [nearest])
    of_paper = [e for e in evidence if e.paper == nearest.paper]
    by_merit = sorted(of_paper, key=lambda e: -merits[e])
    best = next((e for e in by_merit if literals_held(sentence, [e], known)), nearest)
    second = _second(sentence, question, best, [e for e in of_paper if e != best], known)
    return sorted([best, second], key=lambda e: e.sentence.number) if second else [best]


def _second(sentence: str, question: str, best: Evidence, others: Sequence[Evidence], known: str) -> Evidence | None:
    """Return the one with which the best has all names, numbers and negations, or far more words; None for none."""
    covered = {e: coverage(sentence, question, [best, e]) for e in others}
    if not _is_complete(sentence, question, [best], known):
        completing = [e for e in others if _is_complete(sentence, question, [best, e], known)]
        if completing:
            return max(completing, key=lambda e: covered[e])
    enough = coverage(sentence, question, [best]) + SECOND_SENTENCE_GAIN
    return max((e for e in others if covered[e] >= enough), key=lambda e: covered[e], default=None)


def _is_complete(sentence: str, question: str, chosen: Sequence[Evidence], known: str) -> bool:
    """Return whether evidence has the numbers and names of a sentence, and mentions what it negates."""
    text = " . ".join(e.sentence.text for e in chosen)
    return literals_held(sentence, chosen, known) and not negates_unheard(sentence, text, question)


def _of_one_paper(sentence: str, question: str, evidence: Sequence[Evidence], match: Match) -> GroundedSentence:
    """Return a sentence with one or two evidence sentences of the paper that covers it best."""
    places = _of_papers_named(sentence, question, evidence)
    chosen = choose(sentence, question, [evidence[place] for place in places], match.at(places))
    of_chosen = match.at([place for place in places if evidence[place] in chosen])
    support, probability = judge(sentence, question, chosen, of_chosen.nearness)
    return GroundedSentence(sentence, tuple(chosen), support, probability)


def _in_two(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut a sentence into two clauses, the second with a name of its own."""
    for joint in _JOINT.finditer(sentence):
        clauses = sentence[: joint.start()], sentence[joint.end() :]
        if all(len(content_stems(clause)) >= CLAUSE_WORDS for clause in clauses):
            yield clauses
