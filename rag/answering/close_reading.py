"""Read the evidence for one part of a question; where the model is not sure, more of it, then what it looked at there.

A model of this size loses its way among many sentences and judges by their number: it writes better from the few that
it looked at, and tells better whether these answer.
"""

import threading
from dataclasses import replace

from rag.answering.language_model import LanguageModel
from rag.answering.prompting import build_messages
from rag.answering.reading import Reading
from rag.question.part import Part
from rag.retrieval.finding import narrowed, read_on
from rag.retrieval.late_interaction import share_held
from rag.retrieval.library import Library

SURE = 0.8  # probability of an answer below which the model reads closely
READ_ON = 2  # times the evidence is then read
MOST_TOKENS = 1500  # of evidence, up to which it is
FEW_SENTENCES = 4  # of those that the model looked at most, it writes from
MOST_WORDS = 0.7  # share of a question's words, rare ones counting more, by which a paper is known to be meant


def read_part(
    part: Part, model: LanguageModel, library: Library, stopped: threading.Event
) -> tuple[Part, Reading | None]:
    """Return a part with the evidence to write from, and how the model reads it; None where it does not tell."""
    reading = _read(part, model, stopped)
    if reading is None or reading.answerable >= SURE:
        return part, reading
    tokens = READ_ON * model.settings.evidence_tokens
    if tokens <= MOST_TOKENS:
        part = replace(part, found=read_on(library, part.found, tokens, named=part.is_whole))
        reading = _read(part, model, stopped)
    if reading is None or reading.looks is None or len(reading.evidence) <= FEW_SENTENCES:
        return part, reading
    few = replace(part, found=narrowed(part.found, reading.looked_at(FEW_SENTENCES)))
    return few, _judged_alone(few, reading, model, stopped) if _is_identified(few, library) else reading


def _judged_alone(few: Part, reading: Reading, model: LanguageModel, stopped: threading.Event) -> Reading | None:
    """Return a reading with what the model says of the few sentences alone; where it looked at them stays."""
    again = _read(few, model, stopped)
    return again and replace(reading, judged=again.judged)


def is_described(part: Part, library: Library) -> bool:
    """Return whether a question tells of its paper in words of its own."""
    return part.is_whole and not _is_called(part, library)


def _is_identified(part: Part, library: Library) -> bool:
    """Return whether a question calls its paper by what the paper says itself.

    What the model then misses, the abstract does not say; a description in other words is not judged by few sentences.
    """
    return part.is_whole and _is_called(part, library)


def _is_called(part: Part, library: Library) -> bool:
    """Return whether a question names a system of few papers, or a paper found for it holds most of its words."""
    papers = {evidence.paper for evidence in part.found.evidence}
    held = (share_held(library.index, part.question.text, paper) for paper in papers)
    return bool(part.found.signals.rare_name) or max(held) >= MOST_WORDS


def _read(part: Part, model: LanguageModel, stopped: threading.Event) -> Reading | None:
    evidence = part.found.evidence
    if not evidence:
        return None
    return model.read(build_messages(part.shown, evidence, part.spoken_of), evidence, stopped)
