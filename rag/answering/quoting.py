"""Which sentence of the evidence is quoted in an answer: one that the model looked at, and made too little of.

Or, in place of a yes or no in the words of the question alone, the one that it rests on.
"""

from collections.abc import Sequence

from rag.answering.reading import Reading
from rag.grounding.attribution import GroundedSentence, is_mostly_supported
from rag.grounding.grounding import supported_sentences
from rag.grounding.literals import SHORT
from rag.grounding.support import only_affirms
from rag.refusing.non_answers import answering_part
from rag.refusing.premises import contradicts_evidence
from rag.retrieval.evidence import Evidence
from rag.text.orders import may_be_order
from rag.text.wording import KIND, content_stems, is_word_of, spelled_names

AFFIRMED_FROM = 0.4  # probability that a sentence bears a yes from which it is quoted in its place
LITTLE = 1 / 3  # of the words of a sentence, but for its question's: an answer with fewer leaves most of it out


def to_quote(
    grounded: Sequence[GroundedSentence], reading: Reading, question: str, described: bool, shared: bool = False
) -> Evidence | None:
    """Return the sentence that is quoted beside what is borne of a draft, or alone where nothing is; None for none.

    Args:
        grounded: the sentences of the draft, and what each rests on.
        reading: where the model looked.
        question: what was asked, standing alone.
        described: whether it tells of its paper in words of its own; the model then answers in these, which the paper's
            sentences bear less, and which tell less than they do.
        shared: whether the same is asked of other papers, in words that may not be those of this one either.
    """
    said = supported_sentences(grounded)
    if not said and contradicts_evidence(grounded, question):
        return None
    freely = described or (shared and not said)
    looked_at = _passed_over(said, reading) or (_untold(said, reading, question) if freely else None)
    quoted = looked_at or (None if said else _affirmed(grounded, question))
    return quoted if quoted and _may_be_quoted(quoted, reading, question) else None


def _passed_over(said: Sequence[GroundedSentence], reading: Reading) -> Evidence | None:
    cited = [evidence for sentence in said for evidence in sentence.evidence]
    return reading.passed_over(cited) if cited else reading.above_all()


def _untold(said: Sequence[GroundedSentence], reading: Reading, question: str) -> Evidence | None:
    """Return the sentence looked at above all, where no sentence said is borne by all it says, and they tell little."""
    if not said:
        return reading.ahead()
    most = reading.above_all()
    if most is None or any(map(is_mostly_supported, said)):
        return None
    told = content_stems(" ".join(sentence.text for sentence in said))
    new = content_stems(most.sentence.text) - content_stems(question)
    return most if len(new & told) < LITTLE * len(new) else None


def _affirmed(grounded: Sequence[GroundedSentence], question: str) -> Evidence | None:
    """Return what a yes or no rests on that is not shown because it has only the words of the question."""
    affirmed = (s for s in grounded if s.evidence and only_affirms(s.text, question, s.evidence))
    return next((s.evidence[0] for s in affirmed if s.probability >= AFFIRMED_FROM), None)


def _may_be_quoted(evidence: Evidence, reading: Reading, question: str) -> bool:
    """Return whether a sentence is no order, may answer, and is of a paper that the question calls by name, if any."""
    text, papers = evidence.sentence.text, {of.paper for of in reading.evidence}
    systems = [name for name in spelled_names(question) if len(name) > SHORT and not KIND.fullmatch(name)]
    called = {paper for paper in papers if any(is_word_of(name, paper.title) for name in systems)}
    return (
        not may_be_order(text)
        and bool(answering_part(text, question, [text]))
        and (not called or evidence.paper in called)
    )
