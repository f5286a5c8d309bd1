"""The program a language model runs in: `python -m rag.models.llm.model_process RUNTIME FILES`, JSON lines in and out.

    asked                                          answered
    (it has loaded)                                {"ready": true}
    {"write": messages or text, "max_tokens": n}   {"piece": text} after each step, then {"done": {...counts}}
    {"weigh": {messages, aside, sentences, heads}} {} after each step, then {"weighed": {judged, looks} or null}
    {"count": text}                                {"count": n}
    {"stop": true}                                 the writing ends before its next step, with its `done`
    {"wait": true}, {"wait": false}                the writing waits before its next step, and goes on

Whatever goes wrong is answered by {"failed": reason}. Requests are served in order, `stop` and `wait` at once. The
process ends when its input does, so it never outlives the one that asks, however that one ended.
"""

import json
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, TextIO, cast

from index_store.errors import AbstractQAError
from rag.models.runtimes.runtime_choice import Runtime
from rag.models.runtimes.writer import WeighingWriter

Message = dict[str, Any]
LONGEST_REASON = 200  # characters


def main() -> None:
    """Load the model that the command line names, and serve it."""
    runtime, files = sys.argv[1:]
    serve(partial(_open_writer, cast(Runtime, runtime), Path(files)))


def _open_writer(runtime: Runtime, files: Path) -> WeighingWriter:
    from rag.models.runtimes.runtimes import open_writer

    return open_writer(runtime, files)


def serve(load: Callable[[], WeighingWriter]) -> None:
    """Answer on standard output what is asked on standard input, until that ends."""
    lines, answers = _own_streams()
    asked = Asked(lines)

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
        request = asked.next()
        try:
            for answer in _answers(writer, request, asked):
                say(answer)
        except Exception as error:  # a library can fail in any way; the next request may be luckier
            say(_failed(error))


class Asked:
    """What is asked: requests in order, and whether the one being served is still wanted, and now."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._requests: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._changed = threading.Condition()
        self._stopped = self._waiting = False
        threading.Thread(target=self._listen, args=[lines], daemon=True).start()

    def next(self) -> Message:
        """Return the next request, when there is one."""
        return self._requests.get()

    def goes_on(self) -> bool:
        """Return whether to take the next step, after waiting for as long as that is asked."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or not self._waiting)
            return not self._stopped

    def _listen(self, lines: Iterable[str]) -> None:
        try:
            for line in lines:
                self._take(json.loads(line))
        finally:
            os._exit(0)  # at once, also in the middle of a step

    def _take(self, message: Message) -> None:
        with self._changed:
            if "wait" in message:
                self._waiting = message["wait"]
            else:
                self._stopped = "stop" in message  # a new request is not stopped, whatever became of the last one
                if not self._stopped:
                    self._requests.put(message)
            self._changed.notify()


def _answers(writer: WeighingWriter, request: Message, asked: Asked) -> Iterator[Message]:
    steps = iter(asked.goes_on, False)  # asked before each step, also the first
    if "count" in request:
        yield {"count": len(writer.tokens(request["count"]))}
    elif "weigh" in request:
        yield from _weighed(writer, request, steps)
    else:
        yield from _written(writer, request, steps)


def _weighed(writer: WeighingWriter, request: Message, steps: Iterator[bool]) -> Iterator[Message]:
    for _, weighed in zip(steps, writer.weigh(**request["weigh"]), strict=False):
        if weighed is not None:
            yield {"weighed": asdict(weighed)}
            return
        yield {}
    yield {"weighed": None}


def _written(writer: WeighingWriter, request: Message, steps: Iterator[bool]) -> Iterator[Message]:
    wanted = request["write"]
    prompt = wanted if isinstance(wanted, str) else writer.prompt(wanted)
    text = ""
    for _, piece in zip(steps, writer.write(prompt, request["max_tokens"]), strict=False):
        text += piece
        yield {"piece": piece}
    counts = {"prompt_tokens": len(writer.tokens(prompt)), "completion_tokens": len(writer.tokens(text))}
    yield {"done": counts}  # under the names that LlamaIndex counts by


def _failed(error: Exception) -> Message:
    if isinstance(error, AbstractQAError):  # which says what mends it
        return {"failed": str(error)}
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    return {"failed": f"{reason[:LONGEST_REASON]}. Check it: abstract-qa doctor"}


def _own_streams() -> tuple[TextIO, TextIO]:
    """Keep standard input and output for the messages: a library that prints does so on stderr from here on."""
    asked, answers = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return asked, answers


if __name__ == "__main__":
    main()
