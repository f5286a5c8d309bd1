"""Language models of this machine: the files that each runtime reads, and loading them.

int8          our own decoder of the Llama and Qwen2 family (rag/models/runtimes/int8_model.py)
transformers  the reference: any causal language model, wherever torch runs
llamacpp      llama.cpp on the .gguf file itself, where the `llamacpp` extra is installed
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rag.machine.progress import Progress
from rag.models.runtimes.runtime_choice import Choice, Runtime, choose
from rag.models.runtimes.writer import TokenWriter, WeighingWriter


@dataclass(frozen=True)
class Prepared:
    """The files of a language model, and the choice of what runs it."""

    files: Path
    choice: Choice


def prepared(llm: str, runtime: Runtime | None, weights: Callable[[str], Path], progress: Progress) -> Prepared:
    """Return a model with its files made for the runtime that runs it here; they are made at the first call.

    Args:
        llm: a catalogue name, a transformers folder or a .gguf file.
        runtime: what runs it; None to choose the fastest.
        weights: returns the folder of a catalogue model, fetching it at need.
        progress: told of a step that takes long.

    Raises:
        AbstractQAError: for a model that `runtime` cannot run.
    """
    from rag.models.runtimes.conversion import beside, converted, rounded

    source, choice = chosen(runtime, Path(llm) if Path(llm).exists() else weights(llm))
    if choice.runtime == "int8":
        return Prepared(rounded(source, beside(source, "int8"), progress), choice)
    if choice.runtime == "transformers" and source.suffix == ".gguf":
        return Prepared(converted(source, beside(source, "bf16"), progress), choice)
    return Prepared(source, choice)


def chosen(runtime: Runtime | None, model: Path) -> tuple[Path, Choice]:
    """Return the .gguf file or transformers folder that `model` is or holds, and what runs it; raises as `prepared`."""
    from rag.models.runtimes.conversion import configuration

    source = next(iter(sorted(model.glob("*.gguf"))), model)
    return source, choose(runtime, configuration(source), source.suffix == ".gguf")


def open_writer(runtime: Runtime, files: Path) -> WeighingWriter:
    """Load a model from files that `prepared` returned."""
    if runtime == "llamacpp":
        from rag.models.runtimes.llamacpp_writer import LlamaCppWriter

        return LlamaCppWriter(files)
    if runtime == "int8":
        from rag.models.runtimes.int8_model import Int8Model

        return TokenWriter(Int8Model(files), files)
    from rag.models.runtimes.transformers_model import TransformersModel

    return TokenWriter(TransformersModel(files), files)
