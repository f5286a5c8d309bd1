"""Write the answer to one part of a question from its evidence, and keep of it what the evidence bears."""

import threading
from collections.abc import Generator
from dataclasses import dataclass, field, replace

from rag.finding import read_on
from rag.gate import READ_FROM, SURE, probability_read
from rag.generation import GenerationFailed
from rag.grounding import Said, answer_sentences, ground, quotation
from rag.language_model import LanguageModel
from rag.library import Library
from rag.non_answers import answering_part
from rag.parts import Part
from rag.prompting import build_messages
from rag.reading import key_sentence, watch

READ_ON = 2  # times the evidence, where the model is not sure to find the answer in what it was shown


@dataclass(frozen=True)
class Answered:
    """What is said of a part of a question, nothing where nothing can be; `failure` where the model broke off."""

    said: list[Said] = field(default_factory=list)
    failure: GenerationFailed | None = None


def answer_part(
    part: Part, model: LanguageModel, library: Library, stopped: threading.Event
) -> Generator[str, None, Answered]:
    """Yield what the model writes; return what of it is borne, and the sentence that it looked at and passed over.

    Nothing is written where the model does not find the answer in the evidence, not even in more of it. Where it is
    sure of it, and nothing that it writes is borne, that sentence alone is the answer.
    """
    draft, watched = "", watch(part.found.evidence)
    try:
        holds_answer = _holds_answer(part, model, stopped)
        if holds_answer is not None and holds_answer < SURE:
            tokens = READ_ON * model.settings.evidence_tokens
            part = replace(part, found=read_on(library, part.question.standalone, part.found, tokens))
            holds_answer = _holds_answer(part, model, stopped)
        if holds_answer is not None and holds_answer < READ_FROM:
            return Answered()
        watched = watch(part.found.evidence)
        for piece in model.write(build_messages(part.question, part.found.evidence), stopped, watched):
            draft += piece
            yield piece
    except GenerationFailed as failure:
        return Answered(_grounded(draft, part, model, library), failure)
    said = _grounded(draft, part, model, library)
    overlooked = key_sentence(part.found.evidence, watched, cited=[e for _, tie in said for e in tie.evidence])
    sure = holds_answer is not None and holds_answer >= SURE
    return Answered([*said, quotation(overlooked)] if overlooked and (said or sure) else said)


def _holds_answer(part: Part, model: LanguageModel, stopped: threading.Event) -> float | None:
    judged = model.finds_answer(build_messages(part.question, part.found.evidence), stopped)
    return None if judged is None else probability_read(judged)


def _grounded(draft: str, part: Part, model: LanguageModel, library: Library) -> list[Said]:
    question, evidence = part.question.standalone, part.found.evidence
    text = answering_part(draft, question, [e.sentence.text for e in evidence])
    with model.urgent():
        similarities = library.embedder.embed_passages(answer_sentences(text)) @ part.found.vectors.T
    return ground(text, question, evidence, similarities)
