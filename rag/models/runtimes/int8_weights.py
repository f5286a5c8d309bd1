"""Round a transformers model of the Llama and Qwen2 family to 8-bit integers, into a file that loads at once.

Most of the error comes from rounding activations, because a few channels are far larger than the rest. SmoothQuant
(Xiao et al. 2023) evens them out beforehand: a channel is divided where it is made and multiplied where it is used.
"""

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import torch

from rag.models.runtimes.int8_model import WEIGHTS
from rag.models.runtimes.tensor_file import tensor_file

SAMPLE_TOKENS = 1024  # read to see how large each channel gets
ROWS = 2048  # rounded at a time, because float32 takes four times the memory

Tensors = dict[str, torch.Tensor]


@torch.inference_mode()
def write_int8(model: Any, sample: list[int], folder: Path) -> None:
    """Write the weights of a transformers model, part by part as the sample is read; the model is empty afterwards.

    Args:
        model: a causal language model that rag.models.runtimes.runtime_choice.can_be_rounded.
        sample: tokens of a text like those that it will read.
        folder: where WEIGHTS and config.json are written.
    """
    body, peaks = model.model, _peaks(model)
    rounded: dict[Any, Callable[[], Tensors]] = {
        body.embed_tokens: lambda: _rounded("embedding", [body.embed_tokens]),
        **{layer: partial(_layer, number, layer, peaks) for number, layer in enumerate(body.layers)},
        body.norm: lambda: {"norm": body.norm.weight.float()},
        model.lm_head: lambda: _rounded("head", [model.lm_head]),
    }
    with tensor_file(folder / WEIGHTS) as add:

        def write(part: torch.nn.Module, *_: Any) -> None:
            for name, tensor in rounded[part]().items():
                add(name, tensor)
            part.to("meta")  # frees its memory for the next part
            peaks.clear()  # even small tensors would fragment the memory for large ones

        for part in rounded:
            part.register_forward_hook(write)
        model(torch.tensor([sample[:SAMPLE_TOKENS]]), use_cache=False, logits_to_keep=1)
    (folder / "config.json").write_text(json.dumps(model.config.to_dict(), default=str), encoding="utf-8")


def _peaks(model: Any) -> dict[Any, torch.Tensor]:
    """Return a dictionary that fills as linear layers run: the largest absolute value of each input channel."""
    peaks: dict[Any, torch.Tensor] = {}

    def note(linear: torch.nn.Module, inputs: tuple[torch.Tensor]) -> None:
        peaks[linear] = inputs[0].abs().amax(dim=(0, 1)).float()

    for module in model.modules():
        if isinstance(module, torch.nn.Linear):
            module.register_forward_pre_hook(note)
    return peaks


def _layer(number: int, layer: Any, peaks: dict[Any, torch.Tensor]) -> Tensors:
    """Return a layer's matrices and norms, smoothed in place."""
    attention, mlp = layer.self_attn, layer.mlp
    read = [attention.q_proj, attention.k_proj, attention.v_proj]
    widen = [mlp.gate_proj, mlp.up_proj]
    _smooth(layer.input_layernorm, read, peaks[attention.q_proj])
    _smooth(layer.post_attention_layernorm, widen, peaks[mlp.gate_proj])
    _smooth(mlp.up_proj, [mlp.down_proj], peaks[mlp.down_proj])
    tensors = {
        f"{number}.attention_norm": layer.input_layernorm.weight.float(),
        f"{number}.mlp_norm": layer.post_attention_layernorm.weight.float(),
    }
    for name, parts in {"qkv": read, "out": [attention.o_proj], "gate_up": widen, "down": [mlp.down_proj]}.items():
        tensors |= _rounded(f"{number}.{name}", parts)
    return tensors


def _smooth(before: Any, after: Iterable[torch.nn.Linear], peak: torch.Tensor) -> None:
    """Divide the channels that `before` makes, and multiply the weights of `after` (SmoothQuant, alpha 1/2)."""
    weights = torch.stack([linear.weight.abs().amax(dim=0).float() for linear in after]).amax(dim=0)
    factor = (peak.clamp_min(1e-5) / weights.clamp_min(1e-5)).sqrt()
    before.weight.div_(factor[:, None] if before.weight.dim() == 2 else factor)
    for linear in after:
        linear.weight.mul_(factor)


def _rounded(name: str, parts: Iterable[Any]) -> Tensors:
    """Return matrices stacked as one, (out, in), with a scale a row, and their biases if any."""
    rows = [_rounded_rows(rows.float()) for part in parts for rows in part.weight.split(ROWS)]
    weights, scales = zip(*rows, strict=True)
    tensors = {name: torch.cat(weights), f"{name}.scale": torch.cat(scales)}
    biases = [bias for part in parts if (bias := getattr(part, "bias", None)) is not None]
    return tensors | ({f"{name}.bias": torch.cat(biases).float()} if biases else {})


def _rounded_rows(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    scale = weight.abs().amax(dim=1).clamp_min(1e-12) / 127
    return (weight / scale[:, None]).round().to(torch.int8), scale
