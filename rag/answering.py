"""Write the answer to one part of a question from its evidence, and keep of it what the evidence bears."""

import threading
from collections.abc import Generator
from dataclasses import dataclass, field, replace

from rag.finding import read_on
from rag.generation import GenerationFailed
from rag.grounding import Said, answer_sentences, ground, quotation
from rag.language_model import LanguageModel
from rag.library import Library
from rag.non_answers import answering_part
from rag.parts import Part
from rag.prompting import build_messages, inert
from rag.reading import Reading

READ_FROM = 0.4  # probability of an answer, once the model has read the evidence, at which it writes
SURE = 0.8  # below it the model reads on first; from it the evidence is quoted where nothing that it writes is borne
READ_ON = 2  # times the evidence, where the model is not sure to find the answer in what it was shown
MOST_TOKENS = 1500  # of evidence, up to which is read on


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
    draft = ""
    try:
        reading = _read(part, model, stopped)
        tokens = READ_ON * model.settings.evidence_tokens
        if reading and reading.answerable < SURE and tokens <= MOST_TOKENS:
            part = replace(part, found=read_on(library, part.question.standalone, part.found, tokens))
            reading = _read(part, model, stopped)
        if reading and reading.answerable < READ_FROM:
            return Answered()
        for piece in model.write(build_messages(part.question, part.found.evidence), stopped):
            draft += piece
            yield piece
    except GenerationFailed as failure:
        return Answered(_grounded(draft, part, model, library), failure)
    said = _grounded(draft, part, model, library)
    if reading and (said or reading.answerable >= SURE):
        passed_over = reading.passed_over(part.found.evidence, cited=[e for _, tie in said for e in tie.evidence])
        said += [quotation(passed_over)] if passed_over else []
    return Answered(said)


def _read(part: Part, model: LanguageModel, stopped: threading.Event) -> Reading | None:
    evidence = part.found.evidence
    return model.read(build_messages(part.question, evidence), [inert(e.sentence.text) for e in evidence], stopped)


def _grounded(draft: str, part: Part, model: LanguageModel, library: Library) -> list[Said]:
    question, evidence = part.question.standalone, part.found.evidence
    text = answering_part(draft, question, [e.sentence.text for e in evidence])
    with model.urgent():
        similarities = library.embedder.embed_passages(answer_sentences(text)) @ part.found.vectors.T
    return ground(text, question, evidence, similarities)
