"""Read a .gguf file of the Llama and Qwen2 family weight by weight, under the names and in the order of transformers.

transformers itself unpacks the whole file first, which takes eight times the memory of the file.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from gguf import MODEL_ARCH_NAMES, GGUFReader, dequantize, get_tensor_name_map
from transformers import AutoModelForCausalLM

ROWS = 2048  # unpacked to float32 at a time


class GgufWeights:
    """The weights of a file in bfloat16, by their names in `model`; each is read when asked for."""

    def __init__(self, path: Path, model: Any) -> None:
        self._path, self._config = path, model.config
        family = next(number for number, name in MODEL_ARCH_NAMES.items() if name == self._config.model_type)
        stored_names = get_tensor_name_map(family, self._config.num_hidden_layers)
        stored = {tensor.name: tensor for tensor in GGUFReader(path).tensors}
        names = {name: stored_names.get_name(name, (".weight", ".bias")) for name in model.state_dict()}
        self._stored = {name: stored[there] for name, there in names.items() if there in stored}

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __getitem__(self, name: str) -> torch.Tensor:
        tensor = self._stored[name]
        kind, shape = (
            tensor.data.dtype,
            tensor.data.shape,
        )  # read as a file: pages of a memory map would count as our memory
        packed = np.fromfile(self._path, kind, tensor.data.size, offset=tensor.data_offset).reshape(shape)
        weight = torch.empty(tensor.shape.tolist()[::-1], dtype=torch.bfloat16)
        for start in range(0, len(packed), ROWS):
            rows = slice(start, start + ROWS)
            weight[rows] = torch.from_numpy(dequantize(packed[rows], tensor.tensor_type))
        return self._arranged(name, weight)

    def _arranged(self, name: str, weight: torch.Tensor) -> torch.Tensor:
        """Reorder a Llama's queries and keys: the file interleaves the two halves of each head."""
        config = self._config
        heads = {"q_proj": config.num_attention_heads, "k_proj": config.num_key_value_heads}.get(name.split(".")[-2])
        if config.model_type != "llama" or heads is None:
            return weight
        return weight.view(heads, -1, 2, *weight.shape[1:]).transpose(1, 2).reshape(weight.shape)


def unread_model(path: Path, config: Any) -> tuple[Any, GgufWeights]:
    """Return a transformers model without weights, and the weights: each part reads its own when it runs."""
    kind: Any = AutoModelForCausalLM
    with torch.device("meta"):
        model = kind.from_config(config, dtype=torch.bfloat16).eval()
    model.model.rotary_emb = type(model.model.rotary_emb)(model.config)  # computed, not read
    weights = GgufWeights(path, model)
    for name, part in model.named_modules():
        part.register_forward_pre_hook(partial(_read, model.all_tied_weights_keys, weights, name))
    return model, weights


def _read(tied: dict[str, str], weights: GgufWeights, path: str, part: torch.nn.Module, _: Any) -> None:
    names = {name: f"{path}.{name}" for name, _ in part.named_parameters(recurse=False)}
    if names:
        part.load_state_dict({name: weights[tied.get(full, full)] for name, full in names.items()}, assign=True)
