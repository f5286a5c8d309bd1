"""Unpack a GGUF file once into a transformers folder that loads in seconds."""

from pathlib import Path
from tempfile import TemporaryDirectory

from rag.files import explained_disk_errors, require_space
from rag.progress import Progress, silent

BYTES_PER_GGUF_BYTE = 3.3  # a 4-bit file against the same weights in bfloat16, with room to spare


def converted(gguf: Path, folder: Path, progress: Progress = silent) -> Path:
    """Return `folder` holding the weights of `gguf` in bfloat16, converting them at the first call.

    Raises AbstractQAError when the disk is too full.
    """
    if (folder / "config.json").exists():
        return folder
    require_space(folder.parent, int(gguf.stat().st_size * BYTES_PER_GGUF_BYTE))
    progress(f"Converting {gguf.name}, once, so that it loads in seconds from now on", 0, 0)
    with explained_disk_errors(folder.parent), TemporaryDirectory(dir=folder.parent, prefix="converting-") as staging:
        _convert(gguf, Path(staging) / folder.name)
        if not folder.exists():  # another process may have been quicker
            (Path(staging) / folder.name).rename(folder)
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
