"""Write the answer to one part of a question from its evidence, and keep of it what the evidence bears."""

import threading
from collections.abc import Generator
from dataclasses import dataclass, field, replace

from rag.evidence import share_held
from rag.finding import narrowed, read_on
from rag.generation import GenerationFailed
from rag.grounding import Said, answer_sentences, ground, quotation
from rag.language_model import LanguageModel
from rag.library import Library
from rag.non_answers import answering_part
from rag.parts import Part
from rag.prompting import build_messages
from rag.reading import Reading

READ_FROM = 0.4  # probability of an answer, once the model has read the evidence, at which it writes
SURE = 0.8  # below it the model reads closely first
READ_ON = 2  # times the evidence, where the model is not sure to find the answer in what it was shown
MOST_TOKENS = 1500  # of evidence, up to which is read on
FEW_SENTENCES = 4  # of those that the model looked at most: it writes from them alone where it was not sure
MOST_WORDS = 0.7  # share of a question's words, rare ones counting more, by which a paper is known to be meant


@dataclass(frozen=True)
class Answered:
    """What is said of a part of a question, nothing where nothing can be; `failure` where the model broke off."""

    said: list[Said] = field(default_factory=list)
    failure: GenerationFailed | None = None


def answer_part(
    part: Part, model: LanguageModel, library: Library, stopped: threading.Event
) -> Generator[str, None, Answered]:
    """Yield what the model writes; return what of it is borne, and the sentence that it looked at and passed over.

    Nothing is written where the model does not find the answer in the evidence, not even in more of it.
    """
    draft = ""
    try:
        reading = _read(part, model, stopped)
        if reading and reading.answerable < SURE:
            part, reading = _read_closely(part, model, library, stopped)
        if reading and reading.answerable < READ_FROM:
            return Answered()
        for piece in model.write(build_messages(part.question, part.found.evidence), stopped):
            draft += piece
            yield piece
    except GenerationFailed as failure:
        return Answered(_grounded(draft, part, model, library), failure)
    said = _grounded(draft, part, model, library)
    borne_by = [e for _, tie in said if tie.support == "supported" for e in tie.evidence]
    passed_over = reading.passed_over(borne_by) if reading else None
    return Answered([*said, quotation(passed_over)] if passed_over else said)


def _read_closely(
    part: Part, model: LanguageModel, library: Library, stopped: threading.Event
) -> tuple[Part, Reading | None]:
    """Return a part with the few sentences that the model looks at in more evidence, and how it reads.

    It reads these alone once more where they are surely of the paper that is asked about: there a word that it misses
    is one that the abstract does not say. A description in other words is better told among many sentences.
    """
    shown = model.settings.evidence_tokens
    tokens = max(shown, min(READ_ON * shown, MOST_TOKENS))
    more = replace(part, found=read_on(library, part.question.standalone, part.found, tokens))
    reading = _read(more, model, stopped)
    if reading is None:
        return more, None
    few = replace(more, found=narrowed(more.found, reading.looked_at(FEW_SENTENCES)))
    again = _read(few, model, stopped) if _is_identified(few, library) else reading
    return few, again and replace(reading, judged=again.judged)


def _is_identified(part: Part, library: Library) -> bool:
    """Return whether a question names a system of few papers, or a paper found for it holds most of its words.

    One that is asked otherwise than it is searched, a follow-up or half a question, may name another than it means.
    """
    asked, papers = part.question, {e.paper for e in part.found.evidence}
    held = max(share_held(library.index, asked.plain, paper) for paper in papers)
    return asked.plain == asked.standalone and (bool(part.found.signals.rare_name) or held >= MOST_WORDS)


def _read(part: Part, model: LanguageModel, stopped: threading.Event) -> Reading | None:
    evidence = part.found.evidence
    return model.read(build_messages(part.question, evidence), evidence, stopped)


def _grounded(draft: str, part: Part, model: LanguageModel, library: Library) -> list[Said]:
    question, evidence = part.question.standalone, part.found.evidence
    text = answering_part(draft, question, [e.sentence.text for e in evidence])
    with model.urgent():
        similarities = library.embedder.embed_passages(answer_sentences(text)) @ part.found.vectors.T
    return ground(text, question, evidence, similarities)
