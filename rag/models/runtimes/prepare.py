"""The files that each runtime reads, made at need for a language model of this machine.

int8          our own model of the Llama and Qwen2 family (rag/models/runtimes/int8_model.py)
transformers  the reference: any causal language model, wherever torch runs
llamacpp      llama.cpp on the .gguf file itself, where the `llamacpp` extra is installed
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rag.machine.progress import Progress
from rag.models.runtimes.runtime_choice import Choice, Runtime, choose


@dataclass(frozen=True)
class Prepared:
    """The files of a language model, and the runtime chosen for them."""

    files: Path
    choice: Choice


def prepare(llm: str, runtime: Runtime | None, weights: Callable[[str], Path], progress: Progress) -> Prepared:
    """Return a model's files for the runtime that runs it here; the first call makes them.

    Args:
        llm: a catalogue name, a transformers folder or a .gguf file.
        runtime: what runs it; None to choose the fastest.
        weights: returns the folder of a catalogue model, fetching it at need.
        progress: is called during a step that takes long.

    Raises:
        AbstractQAError: when `runtime` cannot run the model.
    """
    from rag.models.runtimes.conversion import beside, converted, rounded

    source, choice = chosen(runtime, Path(llm) if Path(llm).exists() else weights(llm))
    if choice.runtime == "int8":
        return Prepared(rounded(source, beside(source, "int8"), progress), choice)
    if choice.runtime == "transformers" and source.suffix == ".gguf":
        return Prepared(converted(source, beside(source, "bf16"), progress), choice)
    return Prepared(source, choice)


def chosen(runtime: Runtime | None, model: Path) -> tuple[Path, Choice]:
    """Return the .gguf file or transformers folder that `model` is or holds, and its runtime; raises as `prepare`."""
    from rag.models.runtimes.conversion import configuration

    source = next(iter(sorted(model.glob("*.gguf"))), model)
    return source, choose(runtime, configuration(source), source.suffix == ".gguf")
