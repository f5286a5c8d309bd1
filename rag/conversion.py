"""Unpack a GGUF file once into a transformers folder that loads in seconds."""

import shutil
from pathlib import Path

from index_store.errors import AbstractQAError
from rag.progress import Progress, silent

BYTES_PER_GGUF_BYTE = 3.3  # a 4-bit file against the same weights in bfloat16, with room to spare


def converted(gguf: Path, folder: Path, progress: Progress = silent) -> Path:
    """Return `folder` holding the weights of `gguf` in bfloat16, converting them at the first call.

    Raises AbstractQAError when the disk is too full.
    """
    if (folder / "config.json").exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    needed, free = int(gguf.stat().st_size * BYTES_PER_GGUF_BYTE), shutil.disk_usage(folder.parent).free
    if needed > free:
        raise AbstractQAError(
            f"Converting {gguf.name} needs {needed / 1e9:.1f} GB in {folder.parent}; {free / 1e9:.1f} GB are free. "
            "Make room, then: abstract-qa models fetch"
        )
    progress(f"Converting {gguf.name}, once, so that it loads in seconds from now on", 0, 0)
    staging = folder.with_name(folder.name + ".writing")
    shutil.rmtree(staging, ignore_errors=True)
    _convert(gguf, staging)
    staging.rename(folder)
    return folder


def _convert(gguf: Path, staging: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    model = AutoModelForCausalLM.from_pretrained(
        gguf.parent,
        gguf_file=gguf.name,
        quantization_config=GgufConfig(dequantize=True),
        dtype=torch.bfloat16,
        local_files_only=True,
    )
    AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name, local_files_only=True).save_pretrained(staging)
    model.save_pretrained(staging)
