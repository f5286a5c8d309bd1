"""Write a safetensors file tensor by tensor, for models that do not fit into memory."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

DTYPES = {torch.float32: "F32", torch.bfloat16: "BF16", torch.int8: "I8"}
HEADER = 2**20  # bytes for names and places; they come first but are known last, so room is left for 8000 tensors


@contextmanager
def tensor_file(path: Path) -> Iterator[Callable[[str, torch.Tensor], None]]:
    """Yield a function that adds a tensor under a name; the file is valid once the context has ended."""
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    with path.open("wb") as file:
        file.seek(8 + HEADER)

        def add(name: str, tensor: torch.Tensor) -> None:
            start = file.tell() - 8 - HEADER
            file.write(tensor.contiguous().view(torch.uint8).numpy().data)
            place = [start, file.tell() - 8 - HEADER]
            header[name] = {"dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": place}

        yield add
        file.seek(0)
        file.write(HEADER.to_bytes(8, "little") + json.dumps(header).encode().ljust(HEADER))
