"""The way from a question to its plan: it is made to stand alone, its kind is told, the plan is written and checked."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from rag.plan.literal_check import checked, standing_alone, stands_in
from rag.plan.plan import SHAPES, About, Plan, plan_of
from rag.plan.plan_prompts import CONVERSATION, SUBJECT, plan_messages, standing_alone_messages, subject_messages

if TYPE_CHECKING:
    import threading

    from llama_index.core.llms import ChatMessage


class Planner(Protocol):
    """A language model that keeps to a JSON schema."""

    @property
    def plans(self) -> bool:
        """Whether the kinds of questions were fitted on this model."""
        ...

    def about(self, messages: "Sequence[ChatMessage]", stopped: "threading.Event") -> About | None:
        """Return what the question of plan messages is about; None where the model cannot tell, or when stopped."""
        ...

    def write(
        self, messages: "Sequence[ChatMessage]", stopped: "threading.Event", schema: Mapping[str, Any] | None = None
    ) -> Iterator[str]:
        """Yield what the model writes, piece by piece."""
        ...


def plan_for(question: str, model: Planner, stopped: "threading.Event") -> Plan | None:
    """Return the plan of a question that stands alone; None where the model cannot tell what it is about.

    A plan that is too long to be written counts as one about contents.
    """
    messages = plan_messages(question)
    about = model.about(messages, stopped)
    if about is None:
        return None
    if about == "contents":
        return Plan()
    written = "".join(model.write(messages, stopped, SHAPES[about]))
    return checked(plan_of(written) or Plan(), question)


def made_alone(
    question: str, history: Sequence[Mapping[str, str]], model: Planner, stopped: "threading.Event"
) -> tuple[str, str]:
    """Return a question standing alone, and "", or "" and what it is about, where only the history names that.

    Both are "" where the model says neither soundly. A question that names what it is about stays as it is.
    """
    said_before = " ".join(f"{turn['question']} {turn['answer']}" for turn in history)
    of = _one_text("".join(model.write(subject_messages(question, history), stopped, SUBJECT)))
    if stands_in(of, question):
        return question, ""
    if not stands_in(of, said_before):
        return "", ""
    made = _one_text("".join(model.write(standing_alone_messages(question, history), stopped, CONVERSATION)))
    alone = standing_alone(made, question, said_before)
    return alone, "" if alone else of


def _one_text(written: str) -> str:
    """Return the only text in the JSON that a model wrote; empty if it was cut off."""
    try:
        return str(next(iter(json.loads(written).values())))
    except ValueError:
        return ""
