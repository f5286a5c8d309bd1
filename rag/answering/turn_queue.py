"""Questions take turns at the language model: first come, first served, a whole question at a time."""

import threading
from collections.abc import Callable

from rag.events import Told, Waiting

TICK_SECONDS = 0.2  # how often a question that waits can be stopped


class TurnQueue:
    """The questions that the language model serves, `served` at once, and those that wait; safe between threads."""

    def __init__(self, served: int) -> None:
        self._served = served
        self._changed = threading.Condition()
        self._turns: list[Turn] = []  # in the order in which they came; the first ones are served

    def __len__(self) -> int:
        """Return how many questions are served or wait."""
        with self._changed:
            return len(self._turns)

    def ahead(self, turn: "Turn") -> int:
        """Return how many questions must end before a turn, which is entered if it is new."""
        with self._changed:
            if turn not in self._turns:
                self._turns.append(turn)
            return max(0, self._turns.index(turn) + 1 - self._served)

    def wait(self) -> None:
        """Wait a moment, at most until a turn ends."""
        with self._changed:
            self._changed.wait(TICK_SECONDS)

    def leave(self, turn: "Turn") -> None:
        """End a turn, if it has begun or waits."""
        with self._changed:
            if turn in self._turns:
                self._turns.remove(turn)
                self._changed.notify_all()


class Turn:
    """The turn of one question; `tell` is told how many come before it."""

    def __init__(self, queue: TurnQueue, stopped: threading.Event, tell: Callable[[Told], None]) -> None:
        self._queue = queue
        self._stopped = stopped
        self._tell = tell
        self._has_begun = False

    def take(self) -> bool:
        """Wait for the turn, if it has not begun; return whether it has, False if stopped while waiting."""
        told = 0
        while not self._has_begun and not self._stopped.is_set():
            ahead = self._queue.ahead(self)
            if ahead != told:
                self._tell(Waiting(ahead))
            told, self._has_begun = ahead, ahead == 0
            if ahead:
                self._queue.wait()
        return self._has_begun and not self._stopped.is_set()

    def leave(self) -> None:
        """End the turn, for the next question."""
        self._has_begun = False
        self._queue.leave(self)
