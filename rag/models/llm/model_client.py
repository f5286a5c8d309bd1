"""The child process as the parent sees it: started, asked, paused, stopped, and started again when it dies."""

import contextlib
import json
import queue
import signal
import subprocess
import tempfile
import threading
import weakref
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Literal

from index_store.errors import AbstractQAError
from rag.machine.own_python import command_of, environment
from rag.models.child.serve import LONGEST_REASON, Message
from rag.models.runtimes.runtime_choice import Runtime

TICK_SECONDS = 0.2  # how often a caller that waits for words can stop
STOP_SECONDS = 30.0  # a process that has not stopped by then is ended; one step takes seconds at the worst
LAST = {"done", "reading", "hidden", "failed", "ended"}  # keys of the last answer to a request


class ModelFailed(AbstractQAError):
    """The language model could not be loaded, failed, or died."""


class ModelClient:
    """A language model in a child process, which loads while the caller goes on; it serves one request at a time.

    The process ends with this object; one that died is started again.
    """

    def __init__(self, name: str, runtime: Runtime, files: Path, threads: int) -> None:
        self.name = name
        self.where = f"{runtime}, {threads} thread{'s' * (threads != 1)}"
        self._files = files
        self._start = partial(_Child, runtime, files, threads)
        self._child = self._start()
        self._turn = threading.Lock()
        self._pauses = 0
        self._pauses_lock = threading.Lock()

    @property
    def pid(self) -> int:
        """Return the id of the process."""
        return self._child.process.pid

    @property
    def doing(self) -> Literal["not loaded", "loading", "ready", "working"]:
        """Return what the process does; "not loaded" if it has ended: the next request starts another."""
        if self._child.process.poll() is not None:
            return "not loaded"
        if not self._child.has_loaded:
            return "loading"
        return "working" if self._turn.locked() else "ready"

    def request(self, message: Message) -> Generator[Message, None, None]:
        """Yield the answers to a message of rag/models/child/serve.py, and {} at every tick without one.

        Closing the generator stops the model, and returns when it is free. Raises ModelFailed.
        """
        with self._turn, closing(self._loaded().answers(message)) as answers:
            for answer in answers:
                if "failed" in answer:
                    raise self._failure(f"failed: {answer['failed']}")
                if "ended" in answer:
                    if not self._child.closed:
                        self._child = self._start()
                    raise self._failure(f"stopped: {answer['ended']} It is being started again; ask once more.")
                yield answer

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Make the model wait while the block runs, for the block needs the cores."""
        self._pause(1)
        try:
            yield
        finally:
            self._pause(-1)

    def close(self) -> None:
        """End the process; a later request starts another."""
        self._child.end()

    def _pause(self, more: int) -> None:
        with self._pauses_lock:
            self._pauses += more
            self._child.send({"pause": self._pauses > 0})

    def _loaded(self) -> "_Child":
        """Return a process that has loaded the model, a new one when the last has ended."""
        if self._child.gone:
            self._child = self._start()
        reason = self._child.load()
        if reason:
            raise self._failure(f"cannot be loaded from {self._files}: {reason}")
        return self._child

    def _failure(self, what: str) -> ModelFailed:
        return ModelFailed(f"The language model {self.name!r} {what}")


class _Child:
    """One process. `ready`: it has loaded the model; `closed`: it was ended on purpose."""

    def __init__(self, runtime: Runtime, files: Path, threads: int) -> None:
        self._noise = tempfile.TemporaryFile()  # noqa: SIM115  what libraries print: its last line may say why it died
        self.process = subprocess.Popen(
            command_of("rag.models.child.serve", runtime, str(files)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._noise,
            env=environment(OMP_NUM_THREADS=str(threads)),
            start_new_session=True,  # Ctrl-C is for the parent
        )
        self.ready = self.closed = False
        self._sending = threading.Lock()
        self._answers: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._end = weakref.finalize(self, _end, self.process, self._noise)
        threading.Thread(target=_listen, args=[self.process, self._answers], daemon=True).start()

    @property
    def gone(self) -> bool:
        """Whether it has ended; one that ended while loading still has its reason to give."""
        return self.closed or (self.ready and self.process.poll() is not None)

    @property
    def has_loaded(self) -> bool:
        """Whether it has told the end of loading, if only to nobody yet."""
        return self.ready or not self._answers.empty()

    def load(self) -> str | None:
        """Wait until the model is loaded; return the reason when it cannot be, else None."""
        if self.ready:
            return None
        answer = self._receive(None)
        self.ready = "ready" in answer
        if self.ready:
            return None
        self.end()
        return str(answer.get("failed") or f"{answer['ended']} Check it: abstract-qa doctor")

    def answers(self, message: Message) -> Generator[Message, None, None]:
        """Yield the answers to a message, and {} at every tick without one; stop the model when closed."""
        self.send(message)
        last = False
        try:
            while not last:
                answer = self._receive(TICK_SECONDS)
                last = bool(answer.keys() & LAST)
                yield answer
        finally:
            if not last:
                self._stop()

    def send(self, message: Message) -> None:
        assert self.process.stdin is not None
        with self._sending, contextlib.suppress(OSError, ValueError):  # a dead process says so among its answers
            self.process.stdin.write(json.dumps(message).encode() + b"\n")
            self.process.stdin.flush()

    def end(self) -> None:
        self.closed = True
        self._end()

    def _stop(self) -> None:
        stopped = False
        try:
            self.send({"stop": True})
            while not stopped and (answer := self._receive(STOP_SECONDS)):
                stopped = bool(answer.keys() & LAST)
        finally:
            if not stopped:
                self.end()

    def _receive(self, seconds: float | None) -> Message:
        """Return the next answer, {} when none comes in time; `seconds` None waits without end."""
        try:
            answer = self._answers.get(timeout=seconds)
        except queue.Empty:
            return {}
        return {"ended": self._how_it_ended()} if "ended" in answer else answer

    def _how_it_ended(self) -> str:
        code = self.process.wait()
        if self.closed:
            return "its process was closed."
        if code == -signal.SIGKILL:
            return "its process was killed, perhaps because memory ran out."
        self._noise.seek(max(0, self._noise.seek(0, 2) - LONGEST_REASON))
        said = self._noise.read().decode(errors="replace").split("\n")
        return f"its process ended with code {code} ({said[-2] if len(said) > 1 else 'without a word'})."


def _listen(process: subprocess.Popen[bytes], answers: "queue.SimpleQueue[Message]") -> None:
    """Queue the answers of a process, and then that it ended."""
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            with contextlib.suppress(ValueError):  # it died in the middle of a line
                answers.put(json.loads(line))
    answers.put({"ended": True})


def _end(process: subprocess.Popen[bytes], noise: IO[bytes]) -> None:
    process.kill()
    process.wait()
    noise.close()
    assert process.stdin is not None
    with contextlib.suppress(OSError):
        process.stdin.close()
