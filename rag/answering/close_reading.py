"""Let the model read the evidence; if it is not sure, it reads the likeliest sentences alone, and writes from them.

Among many sentences a small model is misled by their number. From a few it writes better, and it judges better whether
they answer the question.
"""

import threading
from dataclasses import replace

from rag.answering.prompting import build_messages
from rag.answering.question_model import AskedModel
from rag.question.part import Part
from rag.reading.reader import Judged, judged
from rag.reading.reading import Reading
from rag.retrieval.library import Library
from rag.retrieval.search import with_only_evidence

SENTENCES_KEPT = 4  # the likeliest, which are read alone
SURE = 0.45  # logit of Yes over No; from here the model writes from all evidence


def read_part(part: Part, model: AskedModel, library: Library, stopped: threading.Event) -> tuple[Part, Judged]:
    """Return a part with the evidence to write from, and what the reader holds of it.

    A model that cannot tell where it looks writes from all evidence.
    """
    reading = read_evidence(part, model, stopped)
    first = judged(part.found, library.index, reading)
    unsure = reading is not None and reading.attention is not None and reading.yes_logit < SURE
    if not unsure or len(first.parts) <= SENTENCES_KEPT:
        return part, first
    few = replace(part, found=with_only_evidence(part.found, first.best(SENTENCES_KEPT)))
    return few, first.read_again(read_evidence(few, model, stopped))


def read_evidence(part: Part, model: AskedModel, stopped: threading.Event) -> Reading | None:
    """Return how the model reads the evidence of a part; None if it cannot tell, is stopped, or there is none."""
    evidence = part.found.evidence
    if not evidence:
        return None
    return model.read(build_messages(part.question.text, evidence, part.prompt_context), evidence, stopped)
