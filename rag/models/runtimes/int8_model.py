"""A LogitModel of the Llama and Qwen2 family in 8-bit integers: half the memory of bfloat16, about twice its speed.

Weights are rounded once, with a scale a row (int8_weights.py), activations at run time, with a scale a token. Where it
costs little, the rounding error of an activation goes through the product as a second row. The products are oneDNN's,
of unsigned activations and signed weights: the one combination that is fast on AMX, AVX-512 and AVX2 alike. Everything
else is float32.
"""

import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from torch.nn import functional

from rag.machine.hardware import fast_dtype
from rag.models.runtimes.logit_model import CONTEXT, GUESS_LENGTH, State

WEIGHTS = "int8.safetensors"
MAX_LENGTH = CONTEXT + GUESS_LENGTH  # tokens the state has room for
EXACT_LAYERS = 4  # layers whose widest products are exact: an early error grows in every later layer
FEW_ROWS = 1 + GUESS_LENGTH  # up to so many, a second row each is free: reading the weights from memory takes longer


class Int8Linear:
    """A matrix (out, in) of int8 with a float32 scale a row, in oneDNN's layout, and maybe a bias (out,).

    `exact` products include the rounding error of every activation, others only with up to FEW_ROWS.
    """

    def __init__(
        self, weight: torch.Tensor, scale: torch.Tensor, bias: torch.Tensor | None = None, exact: bool = False
    ) -> None:
        self._packed = torch.ops.onednn.qlinear_prepack(weight, None)
        self._scale = scale
        self._zero = torch.zeros(len(scale), dtype=torch.int64)
        self._bias = bias
        self._exact = exact

    def __call__(self, inputs: torch.Tensor) -> torch.Tensor:
        """Return inputs (tokens, in) times the matrix, (tokens, out)."""
        largest = largest_activation()
        scale = inputs.abs().amax(dim=1, keepdim=True).div_(largest).clamp_min_(1e-12)
        if self._exact or len(inputs) <= FEW_ROWS:
            parts = torch.empty(2, *inputs.shape)  # in place from here on: new memory costs as much as the arithmetic
            torch.div(inputs, scale, out=parts[1])
            torch.round(parts[1], out=parts[0])
            parts[1].sub_(parts[0]).mul_(2 * largest)  # the rounding error is at most half a step
            halves = self.product(parts.flatten(end_dim=1), largest).view(2, len(inputs), -1)
            outputs = halves[0].add_(halves[1], alpha=0.5 / largest)
        else:
            outputs = self.product(inputs / scale, largest)
        outputs = outputs.mul_(scale)
        return outputs if self._bias is None else outputs.add_(self._bias)

    def product(self, steps: torch.Tensor, largest: int) -> torch.Tensor:
        """Return `steps` (tokens, in), rounded, times the matrix, (tokens, out), without bias.

        Absolute values are at most `largest`; `steps` is overwritten.
        """
        zero = largest + 1
        return torch.ops.onednn.qlinear_pointwise(
            steps.add_(zero + 0.5).to(torch.uint8), 1.0, zero, self._packed, self._scale, self._zero,
            None, 1.0, 0, torch.float32, "none", [], "",
        )  # fmt: skip


@cache
def largest_activation() -> int:
    """Return the largest whole number that activations may be rounded to on this machine.

    That is 127, or 63 where larger ones overflow: without VNNI, pairs of products are added in 16 bits. Raises
    RuntimeError where there are no 8-bit products, or wrong ones.
    """
    size = 64
    try:
        matrix = Int8Linear(torch.full((size, size), 127, dtype=torch.int8), torch.ones(size))
        for largest in (127, 63):
            if (matrix.product(torch.full((2, size), float(largest)), largest) == largest * 127 * size).all():
                return largest
    except AttributeError as error:
        raise RuntimeError("this build of torch has no 8-bit products") from error
    raise RuntimeError("the 8-bit products of this machine are wrong")


class Int8Model:
    """A language model in a folder written by rag/models/runtimes/int8_weights.py."""

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        weights = _Weights(folder / WEIGHTS)
        self._layers = [_Layer(weights, number, config) for number in range(config["num_hidden_layers"])]
        self._embedding, self._embedding_scale = weights["embedding"], weights["embedding.scale"]
        self._norm, self._head = weights.norm("norm", config), weights.linear("head", exact=True)
        self._rotary = _rotary(config)
        self._length = 0
        self._last_hidden = torch.empty(0)

    def __len__(self) -> int:
        """Return how many tokens the state covers."""
        return self._length

    def forget(self, length: int) -> None:
        """Keep the state of the first `length` tokens only."""
        self._length = length

    def state(self) -> State:
        """Return a copy of the state."""
        return [layer.state(self._length) for layer in self._layers]

    def restore(self, state: State) -> None:
        """Go back to a state; what was read is forgotten."""
        self._length = state[0][0].shape[2]
        for layer, kept in zip(self._layers, state, strict=True):
            layer.restore(*kept)

    @torch.inference_mode()
    def read(self, tokens: Sequence[int], logits_of: int) -> torch.Tensor:
        """Read further tokens; return the logits (logits_of, vocabulary) of the last ones."""
        start, end = self._length, self._length + len(tokens)
        at = torch.tensor(tokens)
        states = self._embedding[at] * self._embedding_scale[at, None]
        rotary = self._rotary[:, start:end, None]
        seen = torch.ones(len(tokens), end, dtype=torch.bool).tril(start)
        for layer in self._layers:
            states = layer(states, start, rotary, seen)
        self._length = end
        hidden = self._norm(states[-logits_of:])
        self._last_hidden = hidden[-1].clone()
        return self._head(hidden)

    def last_hidden(self) -> torch.Tensor:
        """Return the hidden state (hidden,) of the last token that was read, from which its logits come."""
        return self._last_hidden

    @torch.inference_mode()
    def attention(self, heads: Sequence[tuple[int, int]]) -> torch.Tensor:
        """Return the last token's attention over all tokens, (heads, tokens), for heads given as (layer, head)."""
        return torch.stack([self._layers[layer].attention(head, self._length) for layer, head in heads])


class _Layer:
    """One layer, with the keys and values (1, key-value heads, MAX_LENGTH, head size) of the tokens read."""

    def __init__(self, weights: "_Weights", number: int, config: dict[str, Any]) -> None:
        self._heads, self._shared = config["num_attention_heads"], config["num_key_value_heads"]
        self._attention_norm = weights.norm(f"{number}.attention_norm", config)
        self._qkv, self._out = weights.linear(f"{number}.qkv"), weights.linear(f"{number}.out", exact=True)
        self._mlp_norm = weights.norm(f"{number}.mlp_norm", config)
        self._gate_up, self._down = (
            weights.linear(f"{number}.gate_up"),
            weights.linear(f"{number}.down", exact=number < EXACT_LAYERS),
        )
        self._last_query = torch.empty(self._heads, _head_size(config))
        room = (1, self._shared, MAX_LENGTH, _head_size(config))
        self._keys, self._values = torch.empty(room, dtype=fast_dtype()), torch.empty(room, dtype=fast_dtype())

    def __call__(self, states: torch.Tensor, start: int, rotary: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
        """Return the states (tokens, hidden) after this layer; the first token is at position `start`."""
        states = states + self._attention(self._attention_norm(states), start, rotary, seen)
        gate, up = self._gate_up(self._mlp_norm(states)).chunk(2, dim=1)
        return states + self._down(functional.silu(gate).mul_(up))

    def state(self, length: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Return a copy of the keys and values of the first `length` tokens."""
        return self._keys[:, :, :length].clone(), self._values[:, :, :length].clone()

    def restore(self, keys: torch.Tensor, values: torch.Tensor) -> None:
        """Take the keys and values of the first tokens from a copy."""
        self._keys[:, :, : keys.shape[2]], self._values[:, :, : values.shape[2]] = keys, values

    def attention(self, head: int, length: int) -> torch.Tensor:
        """Return a head's attention from the last token over the first `length` tokens."""
        keys = self._keys[0, head * self._shared // self._heads, :length].float()
        return torch.softmax(keys @ self._last_query[head] / keys.shape[1] ** 0.5, dim=0)

    def _attention(self, inputs: torch.Tensor, start: int, rotary: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
        end = start + len(inputs)
        heads = self._qkv(inputs).view(len(inputs), -1, self._keys.shape[-1])
        queries, keys, values = torch.split(heads, [self._heads, self._shared, self._shared], dim=1)
        self._keys[0, :, start:end] = _rotated(keys, rotary).transpose(0, 1)
        self._values[0, :, start:end] = values.transpose(0, 1)
        queries = _rotated(queries, rotary)
        self._last_query = queries[-1].clone()
        attended = functional.scaled_dot_product_attention(
            queries.transpose(0, 1)[None].to(self._keys.dtype),
            self._keys[:, :, :end],
            self._values[:, :, :end],
            attn_mask=seen,
            enable_gqa=True,
        )
        return self._out(attended[0].transpose(0, 1).reshape(len(inputs), -1).float())


def _rotary(config: dict[str, Any]) -> torch.Tensor:
    """Return cosines and sines (2, MAX_LENGTH, head size) of the rotary position embedding."""
    size = _head_size(config)
    frequencies = config["rope_parameters"]["rope_theta"] ** -(torch.arange(0, size, 2) / size)
    angles = torch.outer(torch.arange(MAX_LENGTH), frequencies).repeat(1, 2)
    return torch.stack((angles.cos(), angles.sin()))


def _rotated(heads: torch.Tensor, rotary: torch.Tensor) -> torch.Tensor:
    first, second = heads.chunk(2, dim=-1)
    return heads * rotary[0] + torch.cat((-second, first), dim=-1) * rotary[1]


def _head_size(config: dict[str, Any]) -> int:
    return config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"]


class _Weights:
    """The tensors of a file by name. It is opened anew for each, so that no tensor stays in memory twice."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with safe_open(path, framework="pt") as file:
            self._names = frozenset(file.keys())

    def __getitem__(self, name: str) -> torch.Tensor:
        with safe_open(self._path, framework="pt") as file:
            return file.get_tensor(name)

    def linear(self, name: str, exact: bool = False) -> Int8Linear:
        bias = self[f"{name}.bias"] if f"{name}.bias" in self._names else None
        return Int8Linear(self[name], self[f"{name}.scale"], bias, exact)

    def norm(self, name: str, config: dict[str, Any]) -> Callable[[torch.Tensor], torch.Tensor]:
        weight = self[name].clone()
        return lambda states: functional.rms_norm(states, weight.shape, weight, config["rms_norm_eps"])
