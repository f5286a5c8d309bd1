"""Time one runtime: `python -m eval.speed.runtime_timing RUNTIME FILES` reads two prompts and prints JSON.

It runs in its own process, so that the peak memory is that of the runtime.
"""

import json
import re
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import cast

from index_store.errors import AbstractQAError
from rag.models.child.chat_writer import ChatWriter, DecoderWriter, open_writer
from rag.models.runtimes.runtime_choice import Runtime

FLOAT32 = "transformers-float32"
MAX_TOKENS = 64
SAME_STEP_SECONDS = 0.001  # a piece that follows sooner is of the same step

Messages = list[dict[str, str]]


@dataclass(frozen=True)
class Timing:
    """The timing of one process; None where the answer was too short.

    `memory` is the peak in bytes. A step reads all weights once and yields a token, or several with accepted drafts.
    """

    load_seconds: float
    memory: int
    first_token_seconds: float | None
    tokens_read_a_second: float | None
    steps_a_second: float | None
    tokens_written_a_second: float | None


def main() -> None:
    """Print the timing, or the reason for its absence."""
    runtime, files = sys.argv[1:]
    before, after = json.load(sys.stdin)
    try:
        print(json.dumps(asdict(measure(lambda: _open(runtime, Path(files)), before, after))))  # noqa: T201
    except AbstractQAError as error:
        print(json.dumps({"failed": str(error)}))  # noqa: T201


def measure(load: Callable[[], ChatWriter], before: Messages, after: Messages) -> Timing:
    """Load a model, and let it answer `before`, an unknown prompt, then `after`, with the same prefix."""
    started = time.perf_counter()
    writer = load()
    loaded = time.perf_counter()
    list(writer.write(writer.prompt([{"role": "user", "content": "Hello"}]), 2))
    unknown, known = _answer(writer, before), _answer(writer, after)
    seconds = unknown.seconds + known.seconds
    return Timing(
        load_seconds=loaded - started,
        memory=_peak_memory(),
        first_token_seconds=known.first_seconds,
        tokens_read_a_second=unknown.first_seconds and unknown.prompt_tokens / unknown.first_seconds,
        steps_a_second=(unknown.steps + known.steps) / seconds if seconds else None,
        tokens_written_a_second=(unknown.tokens + known.tokens) / seconds if seconds else None,
    )


@dataclass(frozen=True)
class _Answer:
    """One answer; `steps` and `tokens` are those after the first step, and `seconds` is the time they took."""

    prompt_tokens: int
    first_seconds: float | None
    steps: int
    tokens: int
    seconds: float


def _answer(writer: ChatWriter, messages: Messages) -> _Answer:
    prompt = writer.prompt(messages)
    started = time.perf_counter()
    pieces = [(time.perf_counter() - started, piece) for piece in writer.write(prompt, MAX_TOKENS) if piece]
    prompt_tokens = len(writer.tokens(prompt))
    if not pieces:
        return _Answer(prompt_tokens, None, 0, 0, 0.0)
    moments = [moment for moment, _ in pieces]
    starts = [i for i, (one, next_) in enumerate(pairwise(moments), 1) if next_ - one > SAME_STEP_SECONDS]
    rest = "".join(piece for _, piece in pieces[starts[0] :]) if starts else ""
    return _Answer(prompt_tokens, moments[0], len(starts), len(writer.tokens(rest)), moments[-1] - moments[0])


def _peak_memory() -> int:
    status = Path("/proc/self/status")
    if status.exists():  # getrusage on Linux also counts the memory of the process that started this one
        peak = re.search(r"^VmHWM:\s*(\d+) kB", status.read_text(), re.MULTILINE)
        assert peak
        return int(peak[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS


def _open(runtime: str, files: Path) -> ChatWriter:
    if runtime != FLOAT32:
        return open_writer(cast(Runtime, runtime), files)
    import torch

    from rag.models.runtimes.transformers_model import TransformersModel

    return DecoderWriter(TransformersModel(files, torch.float32), files)


if __name__ == "__main__":
    main()
