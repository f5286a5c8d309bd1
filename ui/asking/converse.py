"""The states of a question on the page, from the search to the checked answer."""

import logging
import threading
import time
from collections.abc import Iterator

from index_store.errors import AbstractQAError
from rag.answer import Answer
from rag.assistant import Assistant
from rag.suggestion import suggested_question
from ui.answers.scope_text import scope_note
from ui.answers.turns import status
from ui.asking.paced_events import paced
from ui.asking.shown_turn import Asked, Moment
from ui.asking.turn_view import TurnView

MOST_WAITING = 16  # questions before one's own at the language model; more is no answer in sensible time
BUSY = (
    "{ahead}, more than can wait. The sources are shown beside. "
    "Ask again in a moment, or tick “Quote only”, which needs no language model."
)
STOPPED = "Stopped before there was an answer that could be checked."

logger = logging.getLogger(__name__)


def converse(assistant: Assistant, asked: Asked, stopped: threading.Event) -> Iterator[Moment]:
    """Yield the states of a question, the last one again while nothing happens; setting `stopped` ends it.

    Never raises.
    """
    view = TurnView(len(asked.turns) + 1, asked.question, scope_note(asked.among))
    try:
        for view, given in _views(assistant, asked, stopped):
            if given:
                yield Moment(view.finished(given, _suggestion(assistant, asked, given)), _summary(given, stopped))
                return
            if view.ahead > MOST_WAITING:
                stopped.set()
                yield Moment(view.told(BUSY.format(ahead=view.stage)), "", True)
                return
            yield Moment(view.unfinished, status("Stopping" if stopped.is_set() else view.stage, view.began))
        yield Moment(view.finished(view.early) if view.early else view.told(STOPPED), "")
    except AbstractQAError as error:
        yield Moment(view.told(str(error)), "", True)
    except Exception as error:
        logger.exception("a question failed")
        yield Moment(view.told(f"Something unexpected went wrong ({type(error).__name__}: {error})."), "", True)


def _views(assistant: Assistant, asked: Asked, stopped: threading.Event) -> Iterator[tuple[TurnView, Answer | None]]:
    """Yield the view after each event and each tick, at last with the answer; without one if stopped before."""
    view, started = TurnView(len(asked.turns) + 1, asked.question, scope_note(asked.among)), time.monotonic()
    history = [{"question": t.question, "answer": t.answer} for t in asked.turns if t.answer is not None]
    wish = (asked.question, history, stopped, asked.extractive, asked.among, asked.wanted)
    yield view, None
    for event in paced(lambda tell: assistant.stream(*wish, tell=tell), stopped):
        if isinstance(event, Answer):
            if event.status != "abstained" or not stopped.is_set():
                yield view, event
            return
        if event is not None:
            view = view.after(event, time.monotonic() - started)
        yield view, None


def _suggestion(assistant: Assistant, asked: Asked, given: Answer) -> str | None:
    if given.refused is None or given.status != "abstained":
        return None
    return suggested_question(assistant, given, asked.among)


def _summary(given: Answer, stopped: threading.Event) -> str:
    timings = given.timings
    written = timings.first_token_ms is not None
    parts = [
        "Stopped: only what was written until then is shown" if stopped.is_set() else "",
        f"Done in {_seconds(timings.total_ms)}{f' with {given.model}' if written else ''}"
        if timings.total_ms is not None
        else "",
    ]
    details = [
        f"papers found after {_seconds(timings.retrieve_ms)}" if timings.retrieve_ms is not None else "",
        f"first words after {_seconds(timings.first_token_ms)}" if timings.first_token_ms is not None else "",
    ]
    return status(" · ".join(filter(None, parts)), title=", ".join(filter(None, details)))


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.{0 if milliseconds >= 10_000 else 1}f} s"
