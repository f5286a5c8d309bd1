"""Time each runtime on this machine: loading the model, reading a typical prompt, and writing.

In every round each runtime runs in its own process, one after the other, so that a busy machine slows all alike.
"""

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib import metadata
from itertools import product
from pathlib import Path
from typing import Any, cast

import numpy as np

from eval.speed.runtime_timing import FLOAT32, Messages, Timing
from index_store.errors import AbstractQAError
from index_store.records import Paper
from rag.answering.prompting import build_messages
from rag.ingest.bundled import bundled_papers
from rag.machine.own_python import command_of, environment
from rag.machine.progress import Progress
from rag.models.runtimes.prepare import prepare
from rag.models.runtimes.runtime_choice import RUNTIMES, Runtime
from rag.models.store.model_store import ModelStore
from rag.retrieval.evidence import Evidence
from rag.settings import load_settings
from rag.shell.terminal import aligned
from rag.text.sentences import sentences_of

SENTENCES = 12  # of two abstracts: a prompt of the usual length
COLUMNS: dict[str, Callable[[Timing], float | None]] = {
    "load, s": lambda timing: timing.load_seconds,
    "memory, GB": lambda timing: timing.memory / 1e9,
    "read, tokens/s": lambda timing: timing.tokens_read_a_second,
    "first token, s": lambda timing: timing.first_token_seconds,
    "steps/s": lambda timing: timing.steps_a_second,
    "written, tokens/s": lambda timing: timing.tokens_written_a_second,
}


@dataclass(frozen=True)
class Bench:
    """The timings of each runtime, one per round, and the reasons why others did not run."""

    model: str
    timings: dict[str, list[Timing]]
    not_run: dict[str, str]


def bench_runtimes(llm: str | None, runtimes: Sequence[str], rounds: int, progress: Progress) -> Bench:
    """Load and ask each runtime once per round; the first round also makes its files.

    `llm` None is the model of the settings, no runtimes are all. Raises AbstractQAError when none can run.
    """
    llm, papers = load_settings(llm=llm).llm, bundled_papers()
    names = runtimes or (*RUNTIMES, *_float32())
    timings: dict[str, list[Timing]] = {}
    not_run: dict[str, str] = {}
    for done, (number, name) in enumerate(product(range(rounds), names)):
        progress("Timing the runtimes", done, rounds * len(names))
        if name in not_run:
            continue
        prompts = [messages_about(papers, 2 * number), messages_about(papers, 2 * number + 1)]
        try:
            timings.setdefault(name, []).append(_timing(llm, name, prompts, progress))
        except AbstractQAError as error:
            not_run[name] = str(error)
    if not any(timings.values()):
        raise AbstractQAError("; ".join(f"{name}: {reason}" for name, reason in not_run.items()))
    return Bench(llm, {name: of_name for name, of_name in timings.items() if of_name}, not_run)


def _float32() -> list[str]:
    """Return the name of the float32 reference, where float32 is not the default."""
    import torch

    from rag.machine.hardware import fast_dtype

    return [] if fast_dtype() == torch.float32 else [FLOAT32]


def messages_about(papers: Sequence[Paper], number: int) -> Messages:
    """Return a prompt about one paper, with sentences of the next one too."""
    paper, other = papers[number % len(papers)], papers[(number + 1) % len(papers)]
    evidence = [Evidence(sentence, of, 0.0) for of in (paper, other) for sentence in sentences_of(of)][:SENTENCES]
    question = f"What do the authors of {paper.title} propose, and what does it achieve?"
    return [{"role": m.role.value, "content": m.content or ""} for m in build_messages(question, evidence)]


def _timing(llm: str, name: str, prompts: list[Messages], progress: Progress) -> Timing:
    def weights(model: str) -> Path:
        return ModelStore().fetch(model, partial(progress, f"Fetching {model}"))

    files, choice = prepare(llm, cast(Runtime, "transformers" if name == FLOAT32 else name), weights, progress)
    done = subprocess.run(
        command_of("eval.speed.runtime_timing", name, str(files)),
        input=json.dumps(prompts),
        capture_output=True,
        text=True,
        env=environment(OMP_NUM_THREADS=str(choice.threads)),
    )
    if done.returncode:
        *_, reason = ["no output", *done.stderr.splitlines()]
        raise AbstractQAError(f"Its process ended with code {done.returncode}: {reason}")
    found = json.loads(done.stdout.splitlines()[-1])
    if "failed" in found:
        raise AbstractQAError(found["failed"])
    return Timing(**found)


def to_dict(bench: Bench) -> dict[str, Any]:
    """Return the bench with raw timings, medians and quartiles as JSON values."""
    spreads = {name: {c: _spread(timings, c) for c in COLUMNS} for name, timings in bench.timings.items()}
    return {"version": metadata.version("abstract-qa"), "spread": spreads, **asdict(bench)}


def table(bench: Bench) -> str:
    """Return the bench as text in aligned columns: medians, with quartiles after several rounds."""
    rows = [[bench.model, *COLUMNS]]
    rows += [[name, *(_cell(_spread(timings, c)) for c in COLUMNS)] for name, timings in bench.timings.items()]
    not_run = [f"{name} did not run. {reason}" for name, reason in bench.not_run.items()]
    return "\n".join([*aligned(rows), "", *not_run, "Quality of the answers: abstract-qa eval answers --runtime NAME"])


def _spread(timings: Sequence[Timing], column: str) -> list[float] | None:
    """Return median, lower and upper quartile of the rounds with a figure; None without any."""
    known = [value for timing in timings if (value := COLUMNS[column](timing)) is not None]
    return [float(value) for value in np.percentile(known, [50, 25, 75])] if known else None


def _cell(spread: list[float] | None) -> str:
    if spread is None:
        return "-"
    median, low, high = (f"{value:,.0f}" if value >= 100 else f"{value:.3g}" for value in spread)
    return median if low == high else f"{median} ({low} to {high})"
