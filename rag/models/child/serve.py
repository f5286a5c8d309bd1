"""The program of the child process: `python -m rag.models.child.serve RUNTIME FILES`, JSON lines in and out.

    asked                                          answered
    (the model is loaded)                          {"ready": true}
    {"write": messages or text, "max_tokens": n,   {"piece": text} after each step, then {"done": {...counts}}
     "schema": JSON schema or null}
    {"read": {messages, aside, sentences, heads}}  {} after each step, then {"reading": {judged, looks} or null}
    {"state": messages}                            {} after each step, then {"hidden": [...] or null}
    {"stop": true}                                 the request ends before its next step, with its last answer
    {"pause": true}, {"pause": false}              the request waits before its next step, and goes on

A failure is answered by {"failed": reason}. Requests are served in order, `stop` and `pause` take effect at once. The
process ends when its input ends, so it never outlives its parent, however that ended.
"""

import json
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO, cast

from index_store.errors import AbstractQAError
from rag.models.child.chat_writer import PromptReading, ReadingWriter, open_writer
from rag.models.runtimes.runtime_choice import Runtime

Message = dict[str, Any]
LONGEST_REASON = 200  # characters


def serve(load: Callable[[], ReadingWriter]) -> None:
    """Load a model, then answer on standard output what is asked on standard input, until that ends."""
    lines, answers = _own_streams()
    requests = Requests(lines)

    def say(message: Message) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    try:
        writer = load()
        say({"ready": True})
    except Exception as error:
        say(_failed(error))
        return
    while True:
        request = requests.next()
        try:
            for answer in _answers(writer, request, iter(requests.goes_on, False)):
                say(answer)
        except Exception as error:  # a library can fail in any way; the next request may succeed
            say(_failed(error))


class Requests:
    """The requests in order, and whether the one being served is stopped or paused."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._queue: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._changed = threading.Condition()
        self._stopped = self._paused = False
        threading.Thread(target=self._listen, args=[lines], daemon=True).start()

    def next(self) -> Message:
        """Return the next request, waiting for one."""
        return self._queue.get()

    def goes_on(self) -> bool:
        """Wait while paused; return whether to take the next step."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or not self._paused)
            return not self._stopped

    def _listen(self, lines: Iterable[str]) -> None:
        try:
            for line in lines:
                self._take(json.loads(line))
        finally:
            os._exit(0)  # at once, also in the middle of a step

    def _take(self, message: Message) -> None:
        with self._changed:
            if "pause" in message:
                self._paused = message["pause"]
            else:
                self._stopped = "stop" in message  # a stop that came too late does not hold for a new request
                if not self._stopped:
                    self._queue.put(message)
            self._changed.notify()


def _answers(writer: ReadingWriter, request: Message, steps: Iterator[bool]) -> Iterator[Message]:
    """Return the answers to a request; `steps` is asked before each step, also the first, and ends when stopped."""
    if "read" in request:
        return _told("reading", writer.read(**request["read"]), steps)
    if "state" in request:
        return _told("hidden", writer.state(request["state"]), steps)
    return _written(writer, request, steps)


def _told(key: str, told: Iterator[Any], steps: Iterator[bool]) -> Iterator[Message]:
    """Yield {} after each step, then what is told; None if nothing is."""
    for _, value in zip(steps, told, strict=False):
        if value is not None:
            yield {key: asdict(value) if isinstance(value, PromptReading) else value}
            return
        yield {}
    yield {key: None}


def _written(writer: ReadingWriter, request: Message, steps: Iterator[bool]) -> Iterator[Message]:
    wanted = request["write"]
    prompt = wanted if isinstance(wanted, str) else writer.prompt(wanted)
    text = ""
    for _, piece in zip(steps, writer.write(prompt, request["max_tokens"], request.get("schema")), strict=False):
        text += piece
        yield {"piece": piece}
    counts = {"prompt_tokens": len(writer.tokens(prompt)), "completion_tokens": len(writer.tokens(text))}
    yield {"done": counts}  # the names that LlamaIndex's token counter expects


def _failed(error: Exception) -> Message:
    if isinstance(error, AbstractQAError):  # it names the command that mends it
        return {"failed": str(error)}
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    return {"failed": f"{reason[:LONGEST_REASON]}. Check it: abstract-qa doctor"}


def _own_streams() -> tuple[TextIO, TextIO]:
    """Keep standard input and output for the messages: from here on a library that prints does so on stderr."""
    asked, answers = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return asked, answers


if __name__ == "__main__":
    serve(lambda: open_writer(cast(Runtime, sys.argv[1]), Path(sys.argv[2])))
