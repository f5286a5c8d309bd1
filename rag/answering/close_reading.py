"""Let the model read the evidence; if it is not sure, let it read more, then only the sentences with most attention.

Among many sentences a small model is misled by their number. From a few it writes better, and it judges better whether
they answer the question.
"""

import threading
from dataclasses import replace

from rag.answering.language_model import LanguageModel
from rag.answering.prompting import build_messages
from rag.answering.reading import Reading
from rag.question.part import Part
from rag.retrieval.late_interaction import word_overlap
from rag.retrieval.library import Library
from rag.retrieval.search import with_more_evidence, with_only_evidence

CLOSE_READING_BELOW = 0.8  # probability of an answer
MORE_EVIDENCE_FACTOR = 2  # times the evidence of the first reading
MAX_EVIDENCE_TOKENS = 1500  # no larger prompt is read: it would take too long
SENTENCES_KEPT = 4  # sentences with most attention, from which the model writes
IDENTIFYING_OVERLAP = 0.7  # word overlap from which a question identifies its paper


def read_part(
    part: Part, model: LanguageModel, library: Library, stopped: threading.Event
) -> tuple[Part, Reading | None]:
    """Return a part with the evidence to write from, and the model's reading; None if the model cannot tell."""
    reading = _read(part, model, stopped)
    if reading is None or reading.answerable >= CLOSE_READING_BELOW:
        return part, reading
    tokens = MORE_EVIDENCE_FACTOR * model.settings.evidence_tokens
    if tokens <= MAX_EVIDENCE_TOKENS:
        part = replace(part, found=with_more_evidence(library, part.found, tokens, named=part.is_self_contained))
        reading = _read(part, model, stopped)
    if reading is None or reading.attention is None or len(reading.evidence) <= SENTENCES_KEPT:
        return part, reading
    few = replace(part, found=with_only_evidence(part.found, reading.most_attended(SENTENCES_KEPT)))
    return few, _reread(few, reading, model, stopped) if _is_identified(few, library) else reading


def _reread(few: Part, reading: Reading, model: LanguageModel, stopped: threading.Event) -> Reading | None:
    """Return a reading with the probability from the few sentences alone, and the attention of the first reading."""
    again = _read(few, model, stopped)
    return again and replace(reading, yes_logit=again.yes_logit)


def describes_paper(part: Part, library: Library) -> bool:
    """Return whether a question describes its paper without its name or most of its words."""
    return part.is_self_contained and not _names_paper(part, library)


def _is_identified(part: Part, library: Library) -> bool:
    """Return whether a question identifies its paper; then what the model does not find, the abstract does not say."""
    return part.is_self_contained and _names_paper(part, library)


def _names_paper(part: Part, library: Library) -> bool:
    """Return whether a question has a rare name, or a paper found for it holds most of its words."""
    papers = {evidence.paper for evidence in part.found.evidence}
    held = (word_overlap(library.index, part.question.text, paper) for paper in papers)
    return bool(part.found.signals.rare_name) or max(held) >= IDENTIFYING_OVERLAP


def _read(part: Part, model: LanguageModel, stopped: threading.Event) -> Reading | None:
    evidence = part.found.evidence
    if not evidence:
        return None
    return model.read(build_messages(part.prompt_question, evidence, part.prompt_context), evidence, stopped)
