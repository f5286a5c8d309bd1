"""Choose the runtime that suits this machine and the model, and say why.

What the machine computes fast is timed once, by `python -m rag.models.runtimes.probe`, and kept in the home folder.
"""

import json
import os
import platform
import subprocess
import sys
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
QUESTION_READS, QUESTION_WRITES = 400, 25  # tokens of a usual prompt, and steps that its answer takes
PROBE_SECONDS = 300
CLEARLY_SLOWER = 0.8  # below this share of the reference's speed, half the memory is no reason for int8


@dataclass(frozen=True)
class Choice:
    """A runtime, the threads it computes with, and the reason in one sentence."""

    runtime: Runtime
    threads: int
    why: str


def choose(wanted: Runtime | None, config: dict[str, Any], from_gguf: bool) -> Choice:
    """Return the runtime for a model.

    Args:
        wanted: the one that the settings name; None when they leave the choice to this function.
        config: the model's transformers configuration.
        from_gguf: whether the model is a .gguf file.

    Raises:
        AbstractQAError: when the wanted one cannot run that model.
    """
    timings = machine_timings()
    best = _best(timings["timings"])
    roundable = can_be_rounded(config)
    _check(wanted, roundable, "int8" in best, from_gguf)
    if wanted:
        return Choice(wanted, best["int8" if wanted == "int8" else "transformers"]["threads"], "the settings name it")
    if from_gguf and _is_apple() and find_spec("xllamacpp"):
        return Choice(
            "llamacpp", best["transformers"]["threads"], "llama.cpp uses the graphics cores of Apple machines"
        )
    if not roundable:
        return Choice("transformers", best["transformers"]["threads"], "no other runtime knows this family of models")
    if "int8" not in best:
        return Choice("transformers", best["transformers"]["threads"], "this machine has no 8-bit products")
    ratio = _cost(best["transformers"]) / _cost(best["int8"])
    runtime: Runtime = "int8" if ratio > CLEARLY_SLOWER else "transformers"
    return Choice(
        runtime,
        best[runtime]["threads"],
        f"int8 answers a question {ratio:.1f} times as fast as {timings['dtype']} here, in half the memory",
    )


def can_be_rounded(config: dict[str, Any]) -> bool:
    """Whether rag/models/runtimes/int8_model.py computes what a model of this transformers configuration does."""
    return (
        config.get("model_type") in FAMILIES
        and config.get("hidden_act") == "silu"
        and not config.get("mlp_bias")
        and not config.get("use_sliding_window")
        and (config.get("rope_parameters") or {}).get("rope_type") == "default"
    )


def machine_timings() -> dict[str, Any]:
    """Return what `python -m rag.models.runtimes.probe` printed on this machine, timing it if that was not done yet."""
    path = home_folder() / "machine.json"
    machine = f"{platform.node()} {platform.machine()} {os.cpu_count()} torch {metadata.version('torch')}"
    try:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if kept["machine"] == machine:
            return kept
    except (OSError, ValueError, KeyError, TypeError):
        pass
    done = subprocess.run(
        command_of("rag.models.runtimes.probe"),
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PROBE_SECONDS,
    )
    if done.returncode:
        raise AbstractQAError(f"Timing this machine failed: {done.stderr.strip()[-200:]}. Name a --runtime.")
    found: dict[str, Any] = {"machine": machine, **json.loads(done.stdout)}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(found, indent=1))
    return found


def _check(wanted: Runtime | None, roundable: bool, has_int8: bool, from_gguf: bool) -> None:
    if wanted == "int8" and not has_int8:
        raise AbstractQAError(
            "The runtime int8 needs 8-bit products, which are missing here. Take --runtime transformers"
        )
    if wanted == "int8" and not roundable:
        raise AbstractQAError(
            f"The runtime int8 runs models of the families {' and '.join(FAMILIES)}, and this is none. "
            "Take another: --runtime transformers"
        )
    if wanted == "llamacpp" and not from_gguf:
        raise AbstractQAError("The runtime llamacpp runs .gguf files, and this is none. Take --runtime transformers")


def _best(timings: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the quickest timing of each runtime."""
    return {t["runtime"]: t for t in sorted(timings, key=_cost, reverse=True)}


def _cost(timing: dict[str, Any]) -> float:
    return QUESTION_READS * timing["read"] + QUESTION_WRITES * timing["written"]


def _is_apple() -> bool:
    return sys.platform == "darwin" and platform.machine() == "arm64"
