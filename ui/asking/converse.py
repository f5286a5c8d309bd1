"""The states of a question on the page, from the search to the checked answer."""

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

from index_store.errors import AbstractQAError
from rag.answer import Answer
from rag.assistant import Assistant
from rag.events import CutOff, SourcesFound, TextWritten
from ui.answers import turns as shown
from ui.answers.answer_bar import answer_bar
from ui.answers.answer_text import answer
from ui.answers.scope_text import scope_note
from ui.answers.source_cards import cited_sources, found_sources
from ui.asking.paced_events import paced
from ui.asking.shown_turn import Asked, Moment, ShownTurn

logger = logging.getLogger(__name__)


def converse(assistant: Assistant, asked: Asked, stopped: threading.Event) -> Iterator[Moment]:
    """Yield the states of a question; setting `stopped` ends it. Never raises."""
    number = len(asked.turns) + 1
    started = time.monotonic()
    turn = ShownTurn(asked.question, shown.turn(number, asked.question, ""))
    try:
        for moment in _moments(assistant, asked, turn, stopped):
            turn = moment.turn
            elapsed = f"{time.monotonic() - started:.0f} s" if turn.answer is None else ""
            yield replace(moment, status=shown.status(moment.status, elapsed))
        if turn.answer is None:
            message = "Stopped before there was an answer that could be checked."
            yield Moment(replace(turn, body=shown.turn(number, turn.question, shown.notice(message))), "")
    except AbstractQAError as error:
        yield _failed(turn, number, str(error))
    except Exception as error:
        logger.exception("a question failed")
        yield _failed(turn, number, f"Something unexpected went wrong ({type(error).__name__}: {error}).")


def _failed(turn: ShownTurn, number: int, message: str) -> Moment:
    return Moment(replace(turn, body=shown.turn(number, turn.question, shown.notice(message))), "", True)


def _moments(assistant: Assistant, asked: Asked, turn: ShownTurn, stopped: threading.Event) -> Iterator[Moment]:
    number = len(asked.turns) + 1
    history = [{"question": t.question, "answer": t.answer} for t in asked.turns if t.answer is not None]
    stage, read_as, written, cut_off = "Searching", scope_note(asked.among), "", ""
    found: SourcesFound | None = None
    yield Moment(turn, stage)
    events = assistant.stream(asked.question, history, stopped, asked.extractive, asked.among)
    for event in paced(events, stopped):
        if isinstance(event, SourcesFound):
            found, stage = event, _reading(event)
            read_as = scope_note(asked.among) + shown.understood(turn.question, event.question)
            turn = replace(turn, sources=found_sources(number, event.evidence))
        elif isinstance(event, TextWritten):
            written += event.text
            stage = "Writing, not checked yet" if written else stage
        elif isinstance(event, CutOff):
            cut_off = shown.notice(f"Only what was written until then is shown. {event.reason}")
        elif isinstance(event, Answer):
            if event.status == "abstained" and stopped.is_set():
                return
            body = shown.turn(
                number, turn.question, read_as + answer(number, event) + cut_off + answer_bar(number, event)
            )
            evidence = found.evidence if found else ()
            sources = cited_sources(number, event, evidence)
            done = ShownTurn(turn.question, body, sources, event.text, event, evidence)
            yield Moment(done, _summary(event, stopped.is_set()))
            return
        turn = replace(turn, body=shown.turn(number, turn.question, read_as + shown.draft(written)))
        yield Moment(turn, "Stopping" if stopped.is_set() else stage)


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
