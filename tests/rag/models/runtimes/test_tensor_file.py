"""A file written tensor by tensor, read by the safetensors library."""

from pathlib import Path

import pytest
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file

from rag.models.runtimes.tensor_file import tensor_file

TENSORS = {
    "z": torch.arange(-6, 6, dtype=torch.int8).view(3, 4),
    "a.weight": torch.randn(5, 8, generator=torch.Generator().manual_seed(1)).to(torch.bfloat16),
    "turned": torch.arange(6.0).view(2, 3).T,
}


def test_tensors_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "some.safetensors"
    with tensor_file(path) as add:
        for name, tensor in TENSORS.items():
            add(name, tensor)
    found = load_file(path)
    assert found.keys() == TENSORS.keys()
    for name, tensor in TENSORS.items():
        assert found[name].dtype == tensor.dtype
        assert torch.equal(found[name], tensor)
    with safe_open(path, framework="pt") as file:
        assert file.metadata() == {"format": "pt"}  # without which transformers refuses it


def test_a_file_that_was_not_completed_is_none(tmp_path: Path) -> None:
    path = tmp_path / "half.safetensors"
    with pytest.raises(KeyError), tensor_file(path) as add:
        add("of a kind that is not written", torch.zeros(2, dtype=torch.float64))
    with pytest.raises(SafetensorError):
        load_file(path)
