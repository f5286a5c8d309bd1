"""A question with its plan: read by the language model, made to stand alone first; without one, by its plain words."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from index_store.errors import AbstractQAError
from rag.plan.literal_check import checked
from rag.plan.plain_plan import plain_plan
from rag.plan.plan import Plan
from rag.plan.planning import Planner, alone, plan_for
from rag.question.asked import ChatTurn, Question, answer_of, plain_text, understand


def planned(
    asked: Question, history: Sequence[ChatTurn], model: Planner | None, stopped: threading.Event
) -> tuple[Question, Sequence[ChatTurn], Plan]:
    """Return a question as it is read, with the history that it still needs, and its plan.

    None for a model means that none may be used. A model plans if the kinds of questions were fitted on it, and it does
    not fail: a failure is said when it is to write. A question that leans on others is about what papers say.
    """
    plan = None
    with suppress(AbstractQAError):
        if model and model.plans:
            if history and (made := alone(asked.text, _plain(history), model, stopped)):
                asked, history = replace(understand(made), asked=asked.asked), ()
            plan = Plan() if asked.questions_before else plan_for(asked.text, model, stopped)
    if plan is None:
        plan = Plan() if asked.questions_before else checked(plain_plan(asked.text), asked.text)
    return asked, history, plan


def _plain(history: Sequence[ChatTurn]) -> list[ChatTurn]:
    """Return the turns as a prompt takes them: short, without orders to the model."""
    return [{"question": plain_text(turn["question"]), "answer": answer_of(turn)} for turn in history]
