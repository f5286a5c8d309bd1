"""Write the answer to one part of a question from its evidence, and keep of it what the evidence bears."""

import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from index_store.records import Paper
from rag.answering.close_reading import is_described, read_part
from rag.answering.language_model import LanguageModel
from rag.answering.prompting import build_messages
from rag.answering.quoting import to_quote
from rag.answering.reading import Reading
from rag.grounding.attribution import GroundedSentence
from rag.grounding.grounding import answer_sentences, ground, quotation, supported_sentences
from rag.models.llm.generation import GenerationFailed
from rag.question.asked import Question
from rag.question.follow_up import asked_now, names_before, repeats_told
from rag.question.part import Part
from rag.refusing.non_answers import answering_part
from rag.refusing.premises import denial_by
from rag.retrieval.evidence import Evidence
from rag.retrieval.gate import ANSWER_FROM
from rag.retrieval.library import Library
from rag.text.wording import content_stems, is_word_of

READ_FROM = 0.4  # probability of an answer, once the model has read the evidence, at which it writes
QUOTE_FROM = 0.2  # at which a sentence may be quoted where the same is asked of several papers


@dataclass(frozen=True)
class Answered:
    """What is said of a part of a question, nothing where nothing can be; `failure` where the model broke off.

    `denial` is the evidence by which what is said turns round what the question takes for granted.
    """

    said: list[GroundedSentence] = field(default_factory=list)
    denial: Evidence | None = None
    failure: GenerationFailed | None = None


def answer_part(
    part: Part, model: LanguageModel, library: Library, stopped: threading.Event
) -> Generator[str, None, Answered]:
    """Yield what the model writes; return what of it is borne, and the sentence that it looked at and did not say.

    Nothing is written where the model does not find the answer in the evidence. A question of which nothing can be
    said, or only what was told before it, is asked otherwise; its answer is then to be of the same papers.
    """
    answered = yield from _answer(part, model, library, stopped)
    for question in _otherwise(part, answered.said):
        if answered.failure or stopped.is_set():
            break
        again = yield from _answer(replace(part, question=question), model, library, stopped)
        if again.failure:
            return replace(answered, failure=again.failure)
        same = not answered.said or _papers(again.said) <= _papers(answered.said)
        if again.said and same and not _repeats(again.said, part.question):
            return again
    return replace(answered, said=[]) if _is_of_before(answered.said, part.question) else answered


def _otherwise(part: Part, said: Sequence[GroundedSentence]) -> Iterator[Question]:
    """Yield other ways to ask a question of which nothing new is said.

    After what was told before it, or after its names alone; or without the others of whom the same is asked. A small
    model answers what it was asked before, or about all at once.
    """
    question = part.question
    if said and not _repeats(said, question):
        return
    if said:
        yield replace(question, before=f"{question.before} {question.told}")
    if names := names_before(question):
        yield replace(question, before=", ".join(names))
    elif part.others:
        yield replace(question, plain=question.standalone)


def _papers(said: Sequence[GroundedSentence]) -> set[Paper]:
    return {evidence.paper for sentence in said for evidence in sentence.evidence}


def _repeats(said: Sequence[GroundedSentence], question: Question) -> bool:
    return repeats_told([sentence.text for sentence in said], question)


def _is_of_before(said: Sequence[GroundedSentence], question: Question) -> bool:
    """Return whether what is said was told before, and has no word of what is asked now."""
    asked, words = content_stems(question.plain), content_stems(" ".join(sentence.text for sentence in said))
    return bool(asked) and not asked & words and _repeats(said, question)


def _answer(
    part: Part, model: LanguageModel, library: Library, stopped: threading.Event
) -> Generator[str, None, Answered]:
    draft = ""
    try:
        part, reading = read_part(part, model, library, stopped)
        if not _may_answer(part, reading):
            return Answered(_quoted([], part, reading, library) if _may_quote(part, reading) else [])
        for piece in model.write(build_messages(part.question, part.found.evidence), stopped):
            draft += piece
            yield piece
    except GenerationFailed as failure:
        return Answered(supported_sentences(_grounded(draft, part, model, library)), failure=failure)
    grounded = _grounded(draft, part, model, library)
    said = _in_reply(supported_sentences(grounded) + _quoted(grounded, part, reading, library), part.question)
    return Answered(said, denial_by(said, asked_now(part.question)))


def _in_reply(said: list[GroundedSentence], question: Question) -> list[GroundedSentence]:
    """Return what is said, but for what was told before a follow-up, or has no word of it, where there is more."""
    if question.before is None:
        return said
    new = [one for one in said if not _repeats([one], question)] or said
    return [one for one in new if content_stems(question.plain) & content_stems(one.text)] or new


def _may_answer(part: Part, reading: Reading | None) -> bool:
    """Return whether there may be an answer: by how the model reads, by the gate where that is not told."""
    return reading.answerable >= READ_FROM if reading else part.found.answerable >= ANSWER_FROM


def _may_quote(part: Part, reading: Reading | None) -> bool:
    """Return whether a model that finds no answer may only be misled by a question that is asked of several papers."""
    return bool(part.others) and reading is not None and reading.answerable >= QUOTE_FROM


def _quoted(
    grounded: Sequence[GroundedSentence], part: Part, reading: Reading | None, library: Library
) -> list[GroundedSentence]:
    """Return the sentence that is quoted beside what is borne of a draft, or alone; none where there is no such."""
    if reading is None:
        return []
    quoted = to_quote(
        grounded, reading, part.question.standalone, is_described(part, library), shared=bool(part.others)
    )
    return [quotation(quoted)] if quoted else []


def _grounded(draft: str, part: Part, model: LanguageModel, library: Library) -> list[GroundedSentence]:
    question, evidence = part.question.standalone, part.found.evidence
    text = answering_part(draft, asked_now(part.question), [e.sentence.text for e in evidence])
    with model.urgent():
        similarities = library.embedder.embed_passages(answer_sentences(text)) @ part.found.vectors.T
    grounded = ground(text, question, evidence, similarities)
    return [sentence for sentence in grounded if not _is_of_another(sentence, part.others)]


def _is_of_another(sentence: GroundedSentence, others: Sequence[str]) -> bool:
    """Return whether a sentence speaks of what the same was asked of too, and what it rests on does not."""
    shown = " ".join(f"{e.paper.title} {e.sentence.text}" for e in sentence.evidence)
    return any(is_word_of(other, sentence.text) and not is_word_of(other, shown) for other in others)
