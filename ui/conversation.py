"""The states of a question on the page, from the search to the checked answer."""

import logging
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index_store.errors import AbstractQAError
from rag.answer import Answer
from rag.assistant import Assistant
from rag.events import CutOff, Event, SourcesFound, TextWritten
from ui import render

TICK_SECONDS = 0.25
STOP_PATIENCE_SECONDS = 3.0  # a model that cannot be interrupted is then no longer waited for

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ShownTurn:
    """One question, with `body` and `sources` as HTML; `answer` is the text of the answer, None if there is none."""

    question: str
    body: str
    sources: str = ""
    answer: str | None = None


@dataclass(frozen=True)
class Moment:
    """The present state of a turn, and the status line; `failed` if the question may be asked again."""

    turn: ShownTurn
    status: str
    failed: bool = False


def converse(
    assistant: Assistant, question: str, turns: Sequence[ShownTurn], stopped: threading.Event, extractive: bool = False
) -> Iterator[Moment]:
    """Yield the states of a question asked after `turns`; setting `stopped` ends it. Never raises."""
    number = len(turns) + 1
    started = time.monotonic()
    turn = ShownTurn(question, render.turn(number, question, ""))
    try:
        for moment in _moments(assistant, turn, turns, stopped, extractive):
            turn = moment.turn
            elapsed = f"{time.monotonic() - started:.0f} s" if turn.answer is None else ""
            yield replace(moment, status=render.status(moment.status, elapsed))
        if turn.answer is None:
            message = "Stopped before there was an answer that could be checked."
            yield Moment(replace(turn, body=render.turn(number, question, render.notice(message))), "")
    except AbstractQAError as error:
        yield _failed(turn, number, str(error))
    except Exception as error:
        logger.exception("a question failed")
        yield _failed(turn, number, f"Something unexpected went wrong ({type(error).__name__}: {error}).")


def _failed(turn: ShownTurn, number: int, message: str) -> Moment:
    return Moment(replace(turn, body=render.turn(number, turn.question, render.notice(message))), "", True)


def _moments(
    assistant: Assistant, turn: ShownTurn, turns: Sequence[ShownTurn], stopped: threading.Event, extractive: bool
) -> Iterator[Moment]:
    number = len(turns) + 1
    history = [{"question": t.question, "answer": t.answer} for t in turns if t.answer is not None]
    stage, read_as, written, cut_off = "Searching", "", "", ""
    found: SourcesFound | None = None
    yield Moment(turn, stage)
    for event in _paced(assistant.stream(turn.question, history, stopped, extractive), stopped):
        if isinstance(event, SourcesFound):
            found, stage = event, _reading(event)
            read_as = render.understood(turn.question, event.question)
            turn = replace(turn, sources=render.found_sources(number, event.evidence))
        elif isinstance(event, TextWritten):
            written += event.text
            stage = "Writing, not checked yet" if written else stage
        elif isinstance(event, CutOff):
            cut_off = render.notice(f"Only what was written until then is shown. {event.reason}")
        elif isinstance(event, Answer):
            if event.status == "abstained" and stopped.is_set():
                return
            body = render.turn(number, turn.question, read_as + render.answer(number, event) + cut_off)
            sources = render.cited_sources(number, event, found.evidence if found else ())
            yield Moment(ShownTurn(turn.question, body, sources, event.text), _summary(event, stopped.is_set()))
            return
        turn = replace(turn, body=render.turn(number, turn.question, read_as + render.draft(written)))
        yield Moment(turn, "Stopping" if stopped.is_set() else stage)


def _paced(events: Iterator[Event], stopped: threading.Event) -> Iterator[Event | None]:
    """Yield the events, and None after every tick without one, so that the visitor can always stop.

    The work runs in a thread of its own, as the model may read a prompt for many seconds without an event.
    """
    ready: queue.SimpleQueue[Event | Exception | None] = queue.SimpleQueue()
    threading.Thread(target=_work, args=(events, ready), daemon=True).start()
    waited = 0.0
    while waited < STOP_PATIENCE_SECONDS:
        try:
            event = ready.get(timeout=TICK_SECONDS)
        except queue.Empty:
            waited += TICK_SECONDS if stopped.is_set() else 0
            yield None
            continue
        if event is None:
            return
        if isinstance(event, Exception):
            raise event
        yield event


def _work(events: Iterator[Event], ready: "queue.SimpleQueue[Event | Exception | None]") -> None:
    try:
        for event in events:
            ready.put(event)
    except Exception as error:  # raised again in the visitor's thread
        ready.put(error)
    ready.put(None)


def _reading(found: SourcesFound) -> str:
    sentences, papers = len(found.evidence), len({e.paper.paper_id for e in found.evidence})
    return f"Reading {sentences} sentence{'s' * (sentences != 1)} of {papers} paper{'s' * (papers != 1)}"


def _summary(given: Answer, stopped: bool) -> str:
    timings = given.timings
    parts = [
        "Stopped: only what was written until then is shown" if stopped else "",
        f"found in {_seconds(timings.retrieve_ms)}" if timings.retrieve_ms is not None else "",
        f"first words after {_seconds(timings.first_token_ms)}" if timings.first_token_ms is not None else "",
        f"done in {_seconds(timings.total_ms)}" if timings.total_ms is not None else "",
        given.model if timings.first_token_ms is not None else "",
    ]
    return " · ".join(part for part in parts if part)


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"
