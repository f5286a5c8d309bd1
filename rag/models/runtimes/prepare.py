"""The files that each runtime reads, made at need for a language model of this machine.

int8          our own model of the Llama and Qwen2 family (rag/models/runtimes/int8_model.py)
transformers  the reference: any causal language model, wherever torch runs
llamacpp      llama.cpp on the .gguf file itself, where the `llamacpp` extra is installed
"""

from collections.abc import Callable
from pathlib import Path

from rag.machine.progress import Progress
from rag.models.runtimes.runtime_choice import Choice, Runtime, choose


def prepare(
    llm: str, runtime: Runtime | None, weights: Callable[[str], Path], progress: Progress
) -> tuple[Path, Choice]:
    """Return a model's files for the runtime that runs it here, and that runtime; the first call makes the files.

    `llm` is a catalogue name, a transformers folder or a .gguf file; `runtime` None stands for the fastest; `weights`
    returns the folder of a catalogue model, fetching it at need. Raises AbstractQAError when `runtime` cannot run it.
    """
    from rag.models.runtimes.conversion import beside, converted, rounded

    source, choice = chosen(runtime, Path(llm) if Path(llm).exists() else weights(llm))
    if choice.runtime == "int8":
        return rounded(source, beside(source, "int8"), progress), choice
    if choice.runtime == "transformers" and source.suffix == ".gguf":
        return converted(source, beside(source, "bf16"), progress), choice
    return source, choice


def chosen(runtime: Runtime | None, model: Path) -> tuple[Path, Choice]:
    """Return the .gguf file or transformers folder that `model` is or holds, and its runtime; raises as `prepare`."""
    from rag.models.runtimes.conversion import configuration

    source = next(iter(sorted(model.glob("*.gguf"))), model)
    return source, choose(runtime, configuration(source), source.suffix == ".gguf")
