"""Unpack a GGUF file once into a transformers folder that loads in seconds."""

import fcntl
import shutil
from pathlib import Path

from rag.files import explained_disk_errors, require_space
from rag.progress import Progress, silent

BYTES_PER_GGUF_BYTE = 3.3  # a 4-bit file against the same weights in bfloat16, with room to spare


def converted(gguf: Path, folder: Path, progress: Progress = silent) -> Path:
    """Return `folder` holding the weights of `gguf` in bfloat16, converting them at the first call.

    A second process that asks for it waits. Raises AbstractQAError when the disk is too full.
    """
    if folder.exists():
        return folder
    staging = folder.with_name(f"{folder.name}.writing")
    with explained_disk_errors(folder.parent), folder.with_name(f"{folder.name}.lock").open("w") as lock:
        step = f"Converting {gguf.name}, once, so that it loads in seconds from now on"
        progress(step, 0, 1)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            shutil.rmtree(staging, ignore_errors=True)  # of a process that was killed
            require_space(folder.parent, int(gguf.stat().st_size * BYTES_PER_GGUF_BYTE))
            _convert(gguf, staging)
            staging.rename(folder)
        progress(step, 1, 1)
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
