"""Choose the runtime that suits this machine and the model, and say why.

What the machine computes fast is timed once, by `python -m rag.models.runtimes.probe`, and kept in the home folder.
"""

import json
import os
import platform
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from typing import Any, Literal, get_args

from index_store.errors import AbstractQAError
from rag.machine.files import write_atomically
from rag.machine.home import home_folder
from rag.machine.own_python import command_of, environment

Runtime = Literal["int8", "transformers", "llamacpp"]
RUNTIMES: tuple[Runtime, ...] = get_args(Runtime)
FAMILIES = ("llama", "qwen2")  # what rag/models/runtimes/int8_model.py computes
QUESTION_READS, QUESTION_WRITES = 400, 25  # tokens of a usual prompt, and steps of its answer
PROBE_SECONDS = 300
CLEARLY_SLOWER = 0.8  # below this share of the reference's speed, int8 is not taken for its half memory


@dataclass(frozen=True)
class Choice:
    """A runtime, the threads it computes with, and the reason in one sentence."""

    runtime: Runtime
    threads: int
    why: str


def choose(wanted: Runtime | None, config: dict[str, Any], from_gguf: bool) -> Choice:
    """Return the runtime for a model with this transformers configuration, perhaps in a .gguf file.

    `wanted` is the one that the settings name, None for the fastest. Raises AbstractQAError when it cannot run it.
    """
    timings = machine_timings()
    best = {t["runtime"]: t for t in sorted(timings["timings"], key=_cost, reverse=True)}
    roundable = can_be_rounded(config)
    if wanted:
        _check(wanted, roundable, "int8" in best, from_gguf)
        runtime, why = wanted, "the settings name it"
    elif from_gguf and (sys.platform, platform.machine()) == ("darwin", "arm64") and find_spec("xllamacpp"):
        runtime, why = "llamacpp", "llama.cpp uses the graphics cores of Apple machines"
    elif not roundable:
        runtime, why = "transformers", "no other runtime knows this family of models"
    elif "int8" not in best:
        runtime, why = "transformers", "this machine has no 8-bit products"
    else:
        ratio = _cost(best["transformers"]) / _cost(best["int8"])
        runtime = "int8" if ratio > CLEARLY_SLOWER else "transformers"
        why = f"int8 answers a question {ratio:.1f} times as fast as {timings['dtype']} here, in half the memory"
    return Choice(runtime, best["int8" if runtime == "int8" else "transformers"]["threads"], why)


def can_be_rounded(config: dict[str, Any]) -> bool:
    """Return whether rag/models/runtimes/int8_model.py computes a model of this transformers configuration."""
    return (
        config.get("model_type") in FAMILIES
        and config.get("hidden_act") == "silu"
        and not config.get("mlp_bias")
        and not config.get("use_sliding_window")
        and (config.get("rope_parameters") or {}).get("rope_type") == "default"
    )


def machine_timings() -> dict[str, Any]:
    """Return what `python -m rag.models.runtimes.probe` printed on this machine, running it at the first call."""
    path = home_folder() / "machine.json"
    machine = f"{platform.node()} {platform.machine()} {os.cpu_count()} torch {metadata.version('torch')}"
    try:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if kept["machine"] == machine:
            return kept
    except (OSError, ValueError, KeyError, TypeError):
        pass
    command, seconds = command_of("rag.models.runtimes.probe"), PROBE_SECONDS
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=seconds)
    if done.returncode:
        raise AbstractQAError(f"Timing this machine failed: {done.stderr.strip()[-200:]}. Name a --runtime.")
    found: dict[str, Any] = {"machine": machine, **json.loads(done.stdout)}
    with suppress(OSError):  # of a home that may only be read
        write_atomically(path, json.dumps(found, indent=1))
    return found


def _check(wanted: Runtime, roundable: bool, has_int8: bool, from_gguf: bool) -> None:
    problems = (
        ("int8", not has_int8, "needs 8-bit products, which are missing here"),
        ("int8", not roundable, f"runs models of the families {' and '.join(FAMILIES)}, and this is none"),
        ("llamacpp", not from_gguf, "runs .gguf files, and this is none"),
    )
    for runtime, is_wrong, reason in problems:
        if wanted == runtime and is_wrong:
            raise AbstractQAError(f"The runtime {runtime} {reason}. Take another: --runtime transformers")


def _cost(timing: dict[str, Any]) -> float:
    """Return the microseconds that a usual question takes."""
    return QUESTION_READS * timing["read"] + QUESTION_WRITES * timing["written"]
