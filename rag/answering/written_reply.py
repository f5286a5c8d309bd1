"""From what the language model writes to the Answer."""

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from rag.answering.answer_part import Answered, answer_parts
from rag.answering.question_model import QuestionModel
from rag.answering.reply import Reply
from rag.answering.translation import in_language
from rag.events import CutOff, Event, TextWritten
from rag.grounding.grounding import numbered
from rag.question.part import Part
from rag.text.language import ENGLISH

logger = logging.getLogger(__name__)


def written(
    reply: Reply, parts: Sequence[Part], language: str, model: QuestionModel, stopped: threading.Event
) -> Iterator[Event]:
    """Yield TextWritten as the model writes, then the Answer; only the Answer if it is to be translated."""
    answered = Answered()
    for step in answer_parts(parts, model, reply.library, stopped):
        if isinstance(step, Answered):
            answered = step
        elif language == ENGLISH:
            reply = _with_first_written(reply) if step else reply
            yield TextWritten(step)
    if answered.failure and not answered.sentences:
        raise answered.failure
    if answered.refusal:
        yield reply.refusal(answered.refusal)
        return
    grounded = numbered(answered.sentences)
    if answered.failure:
        logger.warning("The answer is cut off. %s", answered.failure)
        yield CutOff(str(answered.failure))
    elif language != ENGLISH:
        grounded = in_language(grounded, language, partial(model.write, stopped=stopped))
        reply = _with_first_written(reply) if grounded.text else reply
    cut_off = bool(answered.failure) or stopped.is_set()
    left_out = answered.left_out if language == ENGLISH else ()
    yield reply.answer(grounded, answered.missing, cut_off, left_out)


def _with_first_written(reply: Reply) -> Reply:
    """Return a reply with the time of its first word: now, if not set before."""
    return reply if reply.first_written else replace(reply, first_written=time.monotonic())
