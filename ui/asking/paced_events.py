"""The events of an answer with ticks between them, so that a visitor can always stop."""

import queue
import threading
from collections.abc import Callable, Iterator

from rag.events import Event, TextWritten, Told

TICK_SECONDS = 0.2
STOP_PATIENCE_SECONDS = 0.6  # then a model that only reads is no longer waited for
CHECK_PATIENCE_SECONDS = 5.0  # but what it has written is checked

Start = Callable[[Callable[[Told], None]], Iterator[Event]]


def paced(start: Start, stopped: threading.Event) -> Iterator[Event | Told | None]:
    """Yield the events of an answer and what is told beside them, and None after every tick without one.

    `start` is given what it tells to, and returns the events. The work runs in a thread of its own, as the model may
    read a prompt for many seconds without an event.
    """
    ready: queue.SimpleQueue[Event | Told | Exception | None] = queue.SimpleQueue()
    threading.Thread(target=_work, args=(start, ready), daemon=True).start()
    waited, patience = 0.0, STOP_PATIENCE_SECONDS
    while waited < patience:
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
        if isinstance(event, TextWritten) and event.text.strip():
            patience = CHECK_PATIENCE_SECONDS
        yield event


def _work(start: Start, ready: "queue.SimpleQueue[Event | Told | Exception | None]") -> None:
    try:
        for event in start(ready.put):
            ready.put(event)
    except Exception as error:  # raised again in the visitor's thread
        ready.put(error)
    ready.put(None)
