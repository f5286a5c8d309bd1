"""A kept turn as the page shows it, made from its record alone: its papers may have changed since, or be gone."""

from rag.plan.read_as import read_as
from ui.answers.turns import understood
from ui.asking.shown_turn import ShownTurn
from ui.asking.turn_view import TurnView
from ui.conversations.kept_turn import KeptTurn


def shown_again(number: int, kept: KeptTurn) -> ShownTurn:
    """Return a kept turn as turn `number` of the page."""
    given = kept.answer
    read = understood(given.question, read_as(given.plan) or given.standalone_question)
    return TurnView(number, given.question, read_as=read, evidence=kept.evidence).finished(given)
