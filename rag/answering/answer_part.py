"""Write the answer to a part of a question, and keep the sentences that its evidence supports."""

import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from index_store.records import Paper
from rag.answer import LeftOut
from rag.answering.close_reading import read_part
from rag.answering.completing import completed, likeliest
from rag.answering.prompting import build_messages
from rag.answering.question_model import AskedModel
from rag.grounding.attribution import GroundedSentence
from rag.grounding.grounding import answer_sentences, ground, supported_sentences
from rag.grounding.match import Match
from rag.models.llm.generation import GenerationFailed
from rag.question.asked import Question
from rag.question.follow_up import names_before, repeats_answer_before
from rag.question.part import Part
from rag.refusing.refusal import Refusal, after_reading, after_writing, before_reading, nothing_said
from rag.retrieval.library import Library
from rag.text.orders import is_order
from rag.text.wording import content_stems


@dataclass(frozen=True)
class Answered:
    """The sentences that answer a question or a part of it; empty if there is no answer.

    `missing` are sentences that say which parts have no answer, `instead` what is quoted where an answer is likely and
    none is said, `refusal` is a reason found in the answer itself, and `failure` is set if the model stopped with an
    error. `left_out` are sentences of the drafts that are not shown.
    """

    sentences: list[GroundedSentence] = field(default_factory=list)
    instead: list[GroundedSentence] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    refusal: Refusal | None = None
    failure: GenerationFailed | None = None
    left_out: tuple[LeftOut, ...] = ()


def answer_parts(
    parts: Sequence[Part], model: AskedModel, library: Library, stopped: threading.Event
) -> Iterator[str | Answered]:
    """Yield what the model writes for each part, piece by piece, then one answer to all parts."""
    whole = Answered()
    for part in parts:
        refused = len(parts) > 1 and before_reading(part) is not None
        answered = Answered() if refused else (yield from answer_part(part, model, library, stopped))
        sentences, left_out = whole.sentences + answered.sentences, whole.left_out + answered.left_out
        whole = replace(answered, sentences=sentences, missing=whole.missing, left_out=left_out)
        if answered.failure or stopped.is_set():
            break
        if not answered.sentences:
            whole = replace(whole, missing=[*whole.missing, part.no_answer])
    if len(parts) > 1:
        whole = replace(whole, refusal=None)
    if not whole.sentences and not whole.refusal:
        whole = replace(whole, refusal=nothing_said(parts[0]))
    yield whole


def answer_part(
    part: Part, model: AskedModel, library: Library, stopped: threading.Event
) -> Generator[str, None, Answered]:
    """Yield what the model writes; return its supported sentences, with quotations of what they leave out.

    If the first try gives nothing new, the model is asked again with other context. The second answer is taken only if
    it cites the same papers.
    """
    answered = yield from _answer(part, model, library, stopped)
    for other in _rephrased(part, answered.sentences):
        if answered.failure or stopped.is_set():
            break
        again = yield from _answer(other, model, library, stopped)
        if again.failure:
            return replace(answered, failure=again.failure)
        same = not answered.sentences or _papers(again.sentences) <= _papers(answered.sentences)
        if again.sentences and same and not _repeats(again.sentences, part.question):
            return again
    if _answers_earlier_question(answered.sentences, part.question):
        return replace(answered, sentences=[])
    return answered if answered.sentences or stopped.is_set() else replace(answered, sentences=answered.instead)


def _rephrased(part: Part, said: Sequence[GroundedSentence]) -> Iterator[Part]:
    """Yield a part with other context, for another try after an answer with nothing new.

    A small model may answer the earlier question. So a follow-up is asked with the previous answer, or with only the
    names before it.
    """
    question = part.question
    if said and not _repeats(said, question):
        return
    if said:
        yield replace(part, context=f"{question.questions_before} {question.answer_before}")
    if names := names_before(question):
        yield replace(part, context=", ".join(names))


def _papers(said: Sequence[GroundedSentence]) -> set[Paper]:
    return {evidence.paper for sentence in said for evidence in sentence.evidence}


def _repeats(said: Sequence[GroundedSentence], question: Question) -> bool:
    return repeats_answer_before([sentence.text for sentence in said], question)


def _answers_earlier_question(said: Sequence[GroundedSentence], question: Question) -> bool:
    """Return whether an answer repeats the previous one and has no word of the question."""
    asked, words = content_stems(question.text), content_stems(" ".join(sentence.text for sentence in said))
    return bool(asked) and not asked & words and _repeats(said, question)


def _answer(
    part: Part, model: AskedModel, library: Library, stopped: threading.Event
) -> Generator[str, None, Answered]:
    draft = ""
    try:
        part, judged = read_part(part, model, library, stopped)
        if refusal := after_reading(part, judged):
            return Answered(refusal=refusal)
        messages = build_messages(part.question.text, part.found.evidence, part.prompt_context)
        for piece in model.write(messages, stopped):
            draft += piece
            yield piece
    except GenerationFailed as failure:
        return Answered(supported_sentences(ground_draft(draft, part, model, library)), failure=failure)
    grounded = ground_draft(draft, part, model, library)
    said = supported_sentences(grounded)
    if refusal := after_writing(said, part, judged):
        return Answered(refusal=refusal)
    shown = _of_follow_up(completed(said, judged, part.most_sentences), part.question)
    return Answered(shown, instead=likeliest(judged), left_out=left_out(draft, grounded, shown))


def left_out(
    draft: str, grounded: Sequence[GroundedSentence], shown: Sequence[GroundedSentence]
) -> tuple[LeftOut, ...]:
    """Return the sentences of a draft that are not shown, but for those that may be orders of a poisoned paper."""
    unsupported = {sentence.text for sentence in grounded if sentence.support == "unsupported"}
    kept = {sentence.text for sentence in shown}
    return tuple(
        LeftOut(text, "unsupported" if text in unsupported else "no answer")
        for text in answer_sentences(draft)
        if text not in kept and not is_order(text)
    )


def _of_follow_up(said: list[GroundedSentence], question: Question) -> list[GroundedSentence]:
    """Return the sentences that answer a follow-up and not the question before it; all if none is left."""
    if question.questions_before is None:
        return said
    new = [one for one in said if not _repeats([one], question)] or said
    return [one for one in new if content_stems(question.text) & content_stems(one.text)] or new


def ground_draft(draft: str, part: Part, model: AskedModel, library: Library) -> list[GroundedSentence]:
    """Return the sentences of a draft, with the evidence that each cites."""
    question, evidence = part.question.standalone, part.found.evidence
    with model.paused_for_search():
        read = library.embedder.read_passages(answer_sentences(draft))
    matched = [Match.of(sentence, part.found.vectors, part.found.words) for sentence in read]
    return ground([sentence.text for sentence in read], question, evidence, matched)
