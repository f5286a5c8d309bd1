"""Write the answer to one part of a question from its evidence, and keep of it what the evidence bears."""

import threading
from collections.abc import Generator
from dataclasses import dataclass, field

from rag.close_reading import is_described, read_part
from rag.evidence import Evidence
from rag.gate import ANSWER_FROM
from rag.generation import GenerationFailed
from rag.grounding import Said, answer_sentences, borne, ground, quotation
from rag.language_model import LanguageModel
from rag.library import Library
from rag.non_answers import answering_part
from rag.parts import Part
from rag.premises import denial_by
from rag.prompting import build_messages
from rag.quoting import to_quote
from rag.reading import Reading

READ_FROM = 0.4  # probability of an answer, once the model has read the evidence, at which it writes


@dataclass(frozen=True)
class Answered:
    """What is said of a part of a question, nothing where nothing can be; `failure` where the model broke off.

    `denial` is the evidence by which what is said turns round what the question takes for granted.
    """

    said: list[Said] = field(default_factory=list)
    denial: Evidence | None = None
    failure: GenerationFailed | None = None


def answer_part(
    part: Part, model: LanguageModel, library: Library, stopped: threading.Event
) -> Generator[str, None, Answered]:
    """Yield what the model writes; return what of it is borne, and the sentence that it looked at and did not say.

    Nothing is written where the model does not find the answer in the evidence.
    """
    draft = ""
    try:
        part, reading = read_part(part, model, library, stopped)
        if not _may_answer(part, reading):
            return Answered()
        for piece in model.write(build_messages(part.question, part.found.evidence), stopped):
            draft += piece
            yield piece
    except GenerationFailed as failure:
        return Answered(borne(_tied(draft, part, model, library)), failure=failure)
    question, tied = part.question.standalone, _tied(draft, part, model, library)
    said = borne(tied)
    quoted = to_quote(tied, reading, question, is_described(part, library)) if reading else None
    if quoted:
        said.append(quotation(quoted))
    return Answered(said, denial_by(said, question))


def _may_answer(part: Part, reading: Reading | None) -> bool:
    """Return whether there may be an answer: by how the model reads, by the gate where that is not told."""
    return reading.answerable >= READ_FROM if reading else part.found.answerable >= ANSWER_FROM


def _tied(draft: str, part: Part, model: LanguageModel, library: Library) -> list[Said]:
    question, evidence = part.question.standalone, part.found.evidence
    text = answering_part(draft, question, [e.sentence.text for e in evidence])
    with model.urgent():
        similarities = library.embedder.embed_passages(answer_sentences(text)) @ part.found.vectors.T
    return ground(text, question, evidence, similarities)
