"""Files on their way into a collection: how far it is, then what became of them."""

import logging
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from index_store.errors import AbstractQAError
from rag.assistants import Assistants
from rag.ingest.incoming import IngestReport
from ui.library.adding_report import problem, progress_of, report_of
from ui.library.visitor_files import Held, let_go

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.2


@dataclass(frozen=True)
class Kept:
    """One moment, as HTML; at the end `said` is what became of the files in one line, if they are stored."""

    shown: str
    said: str = ""

    @property
    def is_stored(self) -> bool:
        """Return whether the papers are stored now."""
        return bool(self.said)


Told = tuple[int, int] | IngestReport | Exception


def kept(assistants: Assistants, held: Held | None) -> Iterator[Kept]:
    """Yield how far it is, then what became of the files; they are deleted. Never raises.

    What was begun is finished, also when nobody listens any more.
    """
    if held is None:
        yield Kept(problem("Nothing is held: drop files or paste text first."))
        return
    told: queue.SimpleQueue[Told] = queue.SimpleQueue()
    threading.Thread(target=_work, args=(assistants, held, told), daemon=True).start()
    last: Told = (0, 0)
    while isinstance(last, tuple):
        yield Kept(progress_of(*last))
        last = _newest(told, last)
    if isinstance(last, IngestReport):
        yield Kept(report_of(last), f"{last}.")
    else:
        yield Kept(problem(str(last)))


def _newest(told: "queue.SimpleQueue[Told]", last: Told) -> Told:
    """Return what was told last, after a tick at most."""
    try:
        last = told.get(timeout=TICK_SECONDS)
        while isinstance(last, tuple):
            last = told.get_nowait()
    except queue.Empty:
        pass
    return last


def _work(assistants: Assistants, held: Held, told: "queue.SimpleQueue[Told]") -> None:
    last: Told
    try:
        last = assistants.ingest(held.collection, held.paths, lambda what, done, total: told.put((done, total)))
    except AbstractQAError as error:
        last = error
    except Exception as error:
        logger.exception("papers were not kept")
        last = RuntimeError(f"Something unexpected went wrong ({type(error).__name__}: {error}).")
    let_go(held)
    told.put(last)
