"""A question with its plan: read by the language model, made to stand alone first; without one, by its plain words."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from index_store.errors import AbstractQAError
from rag.plan.literal_check import checked
from rag.plan.plain_plan import plain_plan
from rag.plan.plan import Plan
from rag.plan.planning import Planner, made_alone, plan_for
from rag.question.asked import ChatTurn, Question, answer_of, as_follow_up, plain_text, understand


def planned(
    question: Question, history: Sequence[ChatTurn], model: Planner, stopped: threading.Event
) -> tuple[Question, Plan] | None:
    """Return a question, made to stand alone or put behind what it is about where it has a history, and its plan.

    None where the model cannot plan: a model plans if the kinds of questions were fitted on it, and it does not fail;
    a failure is said when it is to write.
    """
    with suppress(AbstractQAError):
        if model.plans:
            alone, of = made_alone(question.text, _plain(history), model, stopped) if history else ("", "")
            if alone:
                question = replace(understand(alone), asked=question.asked)
            elif of:
                question = as_follow_up(question, history, of)
            plan = plan_for(f"{of} {question.text}".strip(), model, stopped)
            return (question, plan) if plan else None
    return None


def plainly_planned(question: Question) -> Plan:
    """Return the plan of a question by its plain words."""
    return checked(plain_plan(question.text), question.text)


def _plain(history: Sequence[ChatTurn]) -> list[ChatTurn]:
    """Return the turns as a prompt takes them: short, without orders to the model."""
    return [{"question": plain_text(turn["question"]), "answer": answer_of(turn)} for turn in history]
