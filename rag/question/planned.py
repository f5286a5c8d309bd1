"""A question read by the language model: made to stand alone, then planned."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from index_store.errors import AbstractQAError
from rag.plan.plan import Plan
from rag.plan.planning import Planner, alone, plan_for
from rag.question.asked import ChatTurn, Question, answer_of, plain_text, understand


def planned(
    asked: Question, history: Sequence[ChatTurn], model: Planner, stopped: threading.Event
) -> tuple[Question, Sequence[ChatTurn], Plan | None]:
    """Return a question as a language model reads it, with the history that it still needs, and its plan.

    There is no plan of a question that leans on others, nor from another model than the kinds were fitted on, nor from
    one that fails: that is said when it is to write. A plan about records or the collection takes the place of what
    patterns read of them.
    """
    plan = None
    with suppress(AbstractQAError):
        if not model.plans:
            return asked, history, None
        if history and (made := alone(asked.text, _plain(history), model, stopped)):
            asked, history = replace(understand(made), asked=asked.asked), ()
        if asked.questions_before is None:
            plan = plan_for(asked.text, model, stopped)
    if plan and plan.about in ("records", "collection"):
        return replace(asked, collection=None), history, plan
    return asked, history, None if asked.collection else plan


def _plain(history: Sequence[ChatTurn]) -> list[ChatTurn]:
    """Return the turns as a prompt takes them: short, without orders to the model."""
    return [{"question": plain_text(turn["question"]), "answer": answer_of(turn)} for turn in history]
