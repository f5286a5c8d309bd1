"""Choose the evidence sentence to quote in an answer: one with much attention that the draft does not use.

Or the evidence of a yes or no, instead of a sentence that only repeats the words of the question.
"""

from collections.abc import Sequence

from rag.answering.reading import Reading
from rag.grounding.attribution import GroundedSentence, is_mostly_supported
from rag.grounding.grounding import supported_sentences
from rag.grounding.literals import SHORT
from rag.grounding.support import only_affirms
from rag.refusing.non_answers import drop_non_answers
from rag.refusing.premises import contradicts_evidence
from rag.retrieval.evidence import Evidence
from rag.text.orders import may_be_order
from rag.text.wording import KIND, content_stems, is_word_of, spelled_names

MIN_AFFIRMED_PROBABILITY = 0.4  # probability that the evidence supports a yes, from which it is quoted instead
SMALL_SHARE = 1 / 3  # an answer with less of a sentence's new words omits most of it


def to_quote(
    grounded: Sequence[GroundedSentence], reading: Reading, question: str, described: bool, shared: bool = False
) -> Evidence | None:
    """Return the sentence to quote beside the supported sentences of a draft, or alone; None for none.

    Args:
        grounded: the sentences of the draft with their evidence.
        reading: the attention of the model.
        question: the standalone question.
        described: whether the question describes its paper in other words. The model then answers in these, which are
            supported less and say less than the paper's own.
        shared: whether the same is asked of other papers, so that its words may not be this paper's either.
    """
    said = supported_sentences(grounded)
    if not said and contradicts_evidence(grounded, question):
        return None
    freely = described or (shared and not said)
    unused = _overlooked(said, reading) or (_hardly_used(said, reading, question) if freely else None)
    quoted = unused or (None if said else _basis_of_yes_no(grounded, question))
    return quoted if quoted and _may_be_quoted(quoted, reading, question) else None


def _overlooked(said: Sequence[GroundedSentence], reading: Reading) -> Evidence | None:
    cited = [evidence for sentence in said for evidence in sentence.evidence]
    return reading.overlooked_sentence(cited) if cited else reading.main_sentence()


def _hardly_used(said: Sequence[GroundedSentence], reading: Reading, question: str) -> Evidence | None:
    """Return the sentence with most attention, if no sentence of the draft is supported and they say little of it."""
    if not said:
        return reading.leading_sentence()
    most = reading.main_sentence()
    if most is None or any(map(is_mostly_supported, said)):
        return None
    used = content_stems(" ".join(sentence.text for sentence in said))
    new = content_stems(most.sentence.text) - content_stems(question)
    return most if len(new & used) < SMALL_SHARE * len(new) else None


def _basis_of_yes_no(grounded: Sequence[GroundedSentence], question: str) -> Evidence | None:
    """Return the evidence of a yes or no that is not shown, as it only repeats the words of the question."""
    affirmed = (s for s in grounded if s.evidence and only_affirms(s.text, question, s.evidence))
    return next((s.evidence[0] for s in affirmed if s.probability >= MIN_AFFIRMED_PROBABILITY), None)


def _may_be_quoted(evidence: Evidence, reading: Reading, question: str) -> bool:
    """Return whether a sentence is no order, may answer, and is of a paper named in the question, if one is."""
    text, papers = evidence.sentence.text, {of.paper for of in reading.evidence}
    systems = [name for name in spelled_names(question) if len(name) > SHORT and not KIND.fullmatch(name)]
    called = {paper for paper in papers if any(is_word_of(name, paper.title) for name in systems)}
    return (
        not may_be_order(text)
        and bool(drop_non_answers(text, question, [text]))
        and (not called or evidence.paper in called)
    )
