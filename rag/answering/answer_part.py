"""Write the answer to one part of a question from its evidence, and keep the sentences that the evidence supports."""

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
from rag.refusing.refusal import Refusal, after_reading, after_writing, before_reading
from rag.retrieval.library import Library
from rag.text.wording import content_stems, is_word_of

QUOTE_FROM = 0.2  # probability of an answer from which one is quoted where the same is asked of several papers


@dataclass(frozen=True)
class Answered:
    """The sentences that answer a question or a part of it; none where nothing can be said.

    `missing` are sentences that say which parts have no answer, `refusal` is a reason found in the answer itself, and
    `failure` is set where the model broke off.
    """

    said: list[GroundedSentence] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    refusal: Refusal | None = None
    failure: GenerationFailed | None = None


def answer_parts(
    parts: Sequence[Part], model: LanguageModel, library: Library, stopped: threading.Event
) -> Iterator[str | Answered]:
    """Yield what the model writes for each part, piece by piece, then the answer to all of them together."""
    if len(parts) == 1:
        yield (yield from answer_part(parts[0], model, library, stopped))
        return
    whole = Answered()
    for part in parts:
        refused = before_reading(part) is not None
        answered = Answered() if refused else (yield from answer_part(part, model, library, stopped))
        whole = replace(whole, said=whole.said + answered.said, failure=answered.failure)
        if answered.failure or stopped.is_set():
            break
        if not answered.said:
            whole = replace(whole, missing=[*whole.missing, part.lacking])
    yield whole


def answer_part(
    part: Part, model: LanguageModel, library: Library, stopped: threading.Event
) -> Generator[str, None, Answered]:
    """Yield what the model writes; return its supported sentences, completed by the one that it passed over.

    Where nothing new is said, the model is asked again in other words; that answer must be of the same papers.
    """
    answered = yield from _answer(part, model, library, stopped)
    for other in _in_other_words(part, answered.said):
        if answered.failure or stopped.is_set():
            break
        again = yield from _answer(other, model, library, stopped)
        if again.failure:
            return replace(answered, failure=again.failure)
        same = not answered.said or _papers(again.said) <= _papers(answered.said)
        if again.said and same and not _repeats(again.said, part.question):
            return again
    return replace(answered, said=[]) if _answers_earlier_question(answered.said, part.question) else answered


def _in_other_words(part: Part, said: Sequence[GroundedSentence]) -> Iterator[Part]:
    """Yield a part as it can be asked once more, where nothing new is said of it.

    A follow-up after the answer before it, or after the names before it alone; one of several without the others. A
    small model answers the earlier question, or all parts at once.
    """
    question = part.question
    if said and not _repeats(said, question):
        return
    if said:
        yield replace(part, context=f"{question.before} {question.told}")
    if names := names_before(question):
        yield replace(part, context=", ".join(names))
    elif part.others:
        yield replace(part, only_for="")


def _papers(said: Sequence[GroundedSentence]) -> set[Paper]:
    return {evidence.paper for sentence in said for evidence in sentence.evidence}


def _repeats(said: Sequence[GroundedSentence], question: Question) -> bool:
    return repeats_told([sentence.text for sentence in said], question)


def _answers_earlier_question(said: Sequence[GroundedSentence], question: Question) -> bool:
    """Return whether an answer repeats the one before, and has no word of the question."""
    asked, words = content_stems(question.text), content_stems(" ".join(sentence.text for sentence in said))
    return bool(asked) and not asked & words and _repeats(said, question)


def _answer(
    part: Part, model: LanguageModel, library: Library, stopped: threading.Event
) -> Generator[str, None, Answered]:
    draft = ""
    try:
        part, reading = read_part(part, model, library, stopped)
        if after_reading(part, reading.answerable if reading else None):
            return Answered(_quoted([], part, reading, library) if _may_quote(part, reading) else [])
        for piece in model.write(build_messages(part.shown, part.found.evidence, part.spoken_of), stopped):
            draft += piece
            yield piece
    except GenerationFailed as failure:
        return Answered(supported_sentences(_grounded(draft, part, model, library)), failure=failure)
    grounded = _grounded(draft, part, model, library)
    said = _of_follow_up(supported_sentences(grounded) + _quoted(grounded, part, reading, library), part.question)
    return Answered(said, refusal=after_writing(said, part))


def _of_follow_up(said: list[GroundedSentence], question: Question) -> list[GroundedSentence]:
    """Return the sentences that answer a follow-up and not the question before it; all where none is left."""
    if question.before is None:
        return said
    new = [one for one in said if not _repeats([one], question)] or said
    return [one for one in new if content_stems(question.text) & content_stems(one.text)] or new


def _may_quote(part: Part, reading: Reading | None) -> bool:
    """Return whether a model that finds no answer may be misled by a question that is asked of several papers."""
    return bool(part.others) and reading is not None and reading.answerable >= QUOTE_FROM


def _quoted(
    grounded: Sequence[GroundedSentence], part: Part, reading: Reading | None, library: Library
) -> list[GroundedSentence]:
    """Return the sentence that is quoted beside the supported ones of a draft, or alone; empty for none."""
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
    """Return whether a sentence names another of those asked about, which its evidence does not."""
    shown = " ".join(f"{e.paper.title} {e.sentence.text}" for e in sentence.evidence)
    return any(is_word_of(other, sentence.text) and not is_word_of(other, shown) for other in others)
