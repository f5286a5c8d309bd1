"""What is sent to the page of each moment of a question: only what changed, and a sign of life."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import gradio as gr

from ui.asking.shown_turn import Asked, Moment
from ui.asking.turn_view import TurnView

PACE_SECONDS = 0.2  # Gradio builds all elements of a handler anew for everything that is sent, one visitor at a time
SIGN_OF_LIFE_SECONDS = 1.0  # Gradio tells a handler only when it sends something that its visitor has gone
FULL = "Too many questions are being answered at the moment. Ask again in a minute."

Updates = dict[Any, Any]


def admitted(free: threading.Semaphore, asked: Asked, moments: Iterator[Moment]) -> Iterator[Moment]:
    """Yield the moments of a question, or only that no place is `free` for it."""
    if not free.acquire(blocking=False):
        yield Moment(TurnView(len(asked.turns) + 1, asked.question).told(FULL), "", True)
        return
    try:
        yield from moments
    finally:
        free.release()


def changes(
    moments: Iterator[Moment], asked: Asked, present: gr.HTML, sources: gr.HTML, status: gr.HTML
) -> Iterator[tuple[Moment, Updates]]:
    """Yield moments with what changes on the page; what comes sooner than the pace is sent with what follows it."""
    before, sent, held = Moment(TurnView(0, "").unfinished, ""), 0.0, None
    earlier = "".join(turn.sources for turn in asked.turns)

    def differing(moment: Moment) -> Updates:
        updates: Updates = {}
        if moment.turn.body != before.turn.body:
            updates[present] = moment.turn.body
        if moment.turn.sources != before.turn.sources:
            updates[sources] = earlier + moment.turn.sources
        if moment.status != before.status:
            updates[status] = moment.status
        return updates

    for held in moments:
        updates, since = differing(held), time.monotonic() - sent
        if since > SIGN_OF_LIFE_SECONDS or (updates and since > PACE_SECONDS):
            yield held, updates or {status: gr.skip()}
            before, sent = held, time.monotonic()
    if held and (updates := differing(held)):
        yield held, updates
