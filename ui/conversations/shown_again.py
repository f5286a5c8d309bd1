"""A kept turn as the page shows it, made from its record alone: its papers may have changed since, or be gone."""

from rag.plan.read_as import read_as
from ui.answers import turns as shown
from ui.answers.answer_bar import answer_bar
from ui.answers.answer_text import answer
from ui.answers.source_cards import cited_sources
from ui.asking.shown_turn import ShownTurn
from ui.conversations.kept_turn import KeptTurn


def shown_again(number: int, kept: KeptTurn) -> ShownTurn:
    """Return a kept turn as turn `number` of the page."""
    given = kept.answer
    read = shown.understood(given.question, read_as(given.plan) or given.standalone_question)
    body = shown.turn(number, given.question, read + answer(number, given) + answer_bar(number, given))
    sources = cited_sources(number, given, kept.evidence)
    return ShownTurn(given.question, body, sources, given.text, given, kept.evidence)
