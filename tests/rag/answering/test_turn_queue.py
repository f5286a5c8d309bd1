"""Questions at the language model: first come, first served, and each told how many come before it."""

import threading
import time

from rag.answering.turn_queue import Turn, TurnQueue
from rag.events import Waiting


class Asking(threading.Thread):
    """A question that takes its turn in a thread of its own."""

    def __init__(self, queue: TurnQueue) -> None:
        super().__init__(daemon=True)
        self.told: list[object] = []
        self.stopped = threading.Event()
        self.turn = Turn(queue, self.stopped, self.told.append)
        self.has_begun: bool | None = None
        self.start()

    def run(self) -> None:
        self.has_begun = self.turn.take()


def wait_until(told, *expected: object) -> None:
    until = time.monotonic() + 20
    while list(told) != list(expected):
        assert time.monotonic() < until, told
        time.sleep(0.01)


def three_asking(queue: TurnQueue) -> tuple[Asking, Asking, Asking]:
    """Return one who has the turn and two who wait for it."""
    first = Asking(queue)
    first.join()
    second = Asking(queue)
    wait_until(second.told, Waiting(1))
    third = Asking(queue)
    wait_until(third.told, Waiting(2))
    return first, second, third


def test_turns_come_in_order_and_the_place_counts_down() -> None:
    queue = TurnQueue(1)
    first, second, third = three_asking(queue)
    first.turn.leave()
    second.join()
    wait_until(third.told, Waiting(2), Waiting(1))
    assert (first.has_begun, second.has_begun, third.has_begun) == (True, True, None)
    second.turn.leave()
    third.join()
    assert third.told == [Waiting(2), Waiting(1), Waiting(0)]
    assert first.told == []
    third.turn.leave()
    assert len(queue) == 0


def test_who_is_stopped_while_waiting_gets_no_turn_and_leaves_the_others_theirs() -> None:
    queue = TurnQueue(1)
    first, second, third = three_asking(queue)
    second.stopped.set()
    second.join()
    assert second.has_begun is False
    second.turn.leave()
    wait_until(third.told, Waiting(2), Waiting(1))
    first.turn.leave()
    third.join()
    assert third.has_begun


def test_a_turn_that_is_taken_again_is_the_same() -> None:
    queue = TurnQueue(1)
    turn = Turn(queue, threading.Event(), lambda told: None)
    assert turn.take()
    assert turn.take()
    assert len(queue) == 1
    turn.leave()
    turn.leave()
    assert len(queue) == 0


def test_a_server_serves_many_at_once() -> None:
    queue = TurnQueue(2)
    served = [Asking(queue), Asking(queue)]
    for asking in served:
        asking.join()
    waiting = Asking(queue)
    wait_until(waiting.told, Waiting(1))
    served[1].turn.leave()
    waiting.join()
    assert waiting.has_begun
