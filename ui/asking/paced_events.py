"""The events of an answer with ticks between them, so that a visitor can always stop."""

import queue
import threading
from collections.abc import Iterator

from rag.events import Event

TICK_SECONDS = 0.25
STOP_PATIENCE_SECONDS = 3.0  # a model that cannot be interrupted is then no longer waited for


def paced(events: Iterator[Event], stopped: threading.Event) -> Iterator[Event | None]:
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
