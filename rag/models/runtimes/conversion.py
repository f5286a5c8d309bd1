"""Convert a model's files once into a folder that loads in seconds: weights in bfloat16, or rounded to int8.

`source` is a .gguf file or a transformers folder everywhere here.
"""

import json
import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from filelock import FileLock

from rag.machine.files import explained_disk_errors, require_space
from rag.machine.progress import Progress, silent
from rag.models.runtimes.runtime_choice import FAMILIES

ROOM = 3.3  # size of a bfloat16 folder relative to a 4-bit file, with some to spare


def converted(gguf: Path, folder: Path, progress: Progress = silent) -> Path:
    """Return `folder`: a transformers folder with the weights of a .gguf file in bfloat16, made by the first call.

    A second process waits for the first. Raises AbstractQAError when the disk is too full.
    """
    return _made_once(folder, gguf, _write_bf16, f"Converting {gguf.name}", progress)


def rounded(source: Path, folder: Path, progress: Progress = silent) -> Path:
    """Return `folder` with the weights of `source` in int8, made by the first call as `converted` does."""
    return _made_once(folder, source, _write_int8, f"Rounding {source.name} to int8", progress)


def configuration(source: Path) -> dict[str, Any]:
    """Return the transformers configuration of a model."""
    for folder in (source, beside(source, "int8"), beside(source, "bf16")):
        if (folder / "config.json").is_file():
            return json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return _auto("AutoConfig", source).to_dict()


def beside(source: Path, kind: str) -> Path:
    """Return the folder for a model's weights in another format, `kind` bf16 or int8."""
    return source.parent / f"{source.stem if source.is_file() else source.name}-{kind}"


def _made_once(folder: Path, source: Path, write: Callable[[Path, Path], None], step: str, progress: Progress) -> Path:
    if folder.exists():
        return folder
    staging = folder.with_name(f"{folder.name}.writing")
    step += ", once, so that it loads in seconds from now on"
    progress(step, 0, 1)
    with explained_disk_errors(folder.parent), FileLock(folder.with_name(f"{folder.name}.lock")):
        if not folder.exists():
            shutil.rmtree(staging, ignore_errors=True)  # of a process that was killed
            weights = [source] if source.is_file() else source.glob("*.safetensors")
            require_space(folder.parent, int(ROOM * sum(file.stat().st_size for file in weights)))
            staging.mkdir()
            write(source, staging)
            staging.rename(folder)
    progress(step, 1, 1)
    return folder


def _write_bf16(source: Path, staging: Path) -> None:
    from rag.models.runtimes.gguf_weights import unread_model
    from rag.models.runtimes.tensor_file import tensor_file

    _auto("AutoTokenizer", source).save_pretrained(staging)
    config = _auto("AutoConfig", source)
    if config.model_type not in FAMILIES:
        _loaded(source).save_pretrained(staging)
        return
    model, weights = unread_model(source, config)
    model.config.architectures = [type(model).__name__]
    model.config.save_pretrained(staging)
    model.generation_config.save_pretrained(staging)
    with tensor_file(staging / "model.safetensors") as add:
        for name in weights:
            add(name, weights[name])


def _write_int8(source: Path, staging: Path) -> None:
    from rag.models.runtimes.gguf_weights import unread_model
    from rag.models.runtimes.int8_weights import write_int8

    tokenizer = _auto("AutoTokenizer", source)
    tokenizer.save_pretrained(staging)
    model = _loaded(source) if source.is_dir() else unread_model(source, _auto("AutoConfig", source))[0]
    model.generation_config.save_pretrained(staging)
    sample = files("rag.models.runtimes").joinpath("calibration.txt").read_text("utf-8")
    write_int8(model, list(tokenizer(sample, add_special_tokens=False)["input_ids"]), staging)


def _loaded(source: Path) -> Any:
    """Return the model in bfloat16, all of it in memory."""
    import torch
    from transformers import GgufConfig

    options = {"use_safetensors": True} if source.is_dir() else {"quantization_config": GgufConfig(dequantize=True)}
    return _auto("AutoModelForCausalLM", source, dtype=torch.bfloat16, **options)


def _auto(kind: str, source: Path, **options: Any) -> Any:
    """Return what the class of transformers called `kind` loads of a model."""
    import transformers

    named = {} if source.is_dir() else {"gguf_file": source.name}
    folder = source if source.is_dir() else source.parent
    return getattr(transformers, kind).from_pretrained(folder, local_files_only=True, **named, **options)
