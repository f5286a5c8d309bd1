"""A question with its plan: read by the language model, made to stand alone first; without one, by its plain words."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from index_store.errors import AbstractQAError
from rag.plan.literal_check import checked, stands_in
from rag.plan.plain_plan import plain_plan
from rag.plan.plan import Plan
from rag.plan.planning import Planner, made_alone, plan_for
from rag.question.asked import ChatTurn, Question, answer_of, as_follow_up, plain_text, understand

TURNS = 3  # the last ones of a history, which the model reads; as many as in the longest example


def planned(
    question: Question, history: Sequence[ChatTurn], model: Planner, stopped: threading.Event
) -> tuple[Question, Plan] | None:
    """Return a question, made to stand alone or put behind what it is about where it has a history, and its plan.

    None where the model cannot plan: a model plans if the kinds of questions were fitted on it, and it does not fail;
    a failure is said when it is to write. A question behind others is about what papers say.
    """
    with suppress(AbstractQAError):
        if model.plans:
            alone, of = made_alone(question.text, _plain(history[-TURNS:]), model, stopped) if history else ("", "")
            if alone:
                question = replace(understand(alone), asked=question.asked)
            elif of:
                question = _behind(of, question, history)
            plan = Plan() if question.questions_before else plan_for(question.text, model, stopped)
            return (question, plan) if plan else None
    return None


def plainly_planned(question: Question) -> Plan:
    """Return the plan of a question by its plain words."""
    return checked(plain_plan(question.text), question.text)


def _behind(of: str, question: Question, history: Sequence[ChatTurn]) -> Question:
    """Return a question behind the last one, and what both are about where that one does not name it."""
    last = as_follow_up(question, history[-1:])
    before = last.questions_before or ""
    return last if stands_in(of, before) else replace(last, questions_before=f"{of}: {before}")


def _plain(history: Sequence[ChatTurn]) -> list[ChatTurn]:
    """Return the turns as a prompt takes them: short, without orders to the model."""
    return [{"question": plain_text(turn["question"]), "answer": answer_of(turn)} for turn in history]
