"""Round a transformers model of the Llama and Qwen2 family to 8-bit integers, into a file that loads at once.

What is lost is lost in rounding activations, of which a few channels are far larger than the rest. SmoothQuant (Xiao et
al. 2023) evens them out beforehand: a channel is divided where it is made and multiplied where it is used.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from rag.int8_model import WEIGHTS

SAMPLE_TOKENS = 1024  # read to see how large each channel gets


@torch.inference_mode()
def write_int8(model: Any, sample: list[int], folder: Path) -> None:
    """Write the weights of a loaded transformers model; its own are smoothed in place.

    Args:
        model: a causal language model that rag.runtime_choice.can_be_rounded.
        sample: tokens of a text like those that it will read.
        folder: where WEIGHTS and config.json go.
    """
    peaks = _peaks(model, sample[:SAMPLE_TOKENS])
    tensors: dict[str, torch.Tensor] = {}
    for number, layer in enumerate(model.model.layers):
        attention, mlp = layer.self_attn, layer.mlp
        read = [attention.q_proj, attention.k_proj, attention.v_proj]
        widen = [mlp.gate_proj, mlp.up_proj]
        _smooth(layer.input_layernorm, read, peaks[attention.q_proj])
        _smooth(layer.post_attention_layernorm, widen, peaks[mlp.gate_proj])
        _smooth(mlp.up_proj, [mlp.down_proj], peaks[mlp.down_proj])
        for name, parts in {"qkv": read, "out": [attention.o_proj], "gate_up": widen, "down": [mlp.down_proj]}.items():
            tensors |= _rounded(f"{number}.{name}", parts)
        tensors[f"{number}.attention_norm"] = layer.input_layernorm.weight.float()
        tensors[f"{number}.mlp_norm"] = layer.post_attention_layernorm.weight.float()
    tensors |= _rounded("embedding", [model.model.embed_tokens]) | _rounded("head", [model.lm_head])
    tensors["norm"] = model.model.norm.weight.float()
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, folder / WEIGHTS)
    (folder / "config.json").write_text(json.dumps(model.config.to_dict(), default=str), encoding="utf-8")


def _peaks(model: Any, sample: list[int]) -> dict[Any, torch.Tensor]:
    """Return the largest absolute value of every input channel of every linear layer, as `sample` is read."""
    peaks: dict[Any, torch.Tensor] = {}

    def note(layer: torch.nn.Module, inputs: tuple[torch.Tensor]) -> None:
        peaks[layer] = inputs[0].abs().amax(dim=(0, 1)).float()

    hooks = [m.register_forward_pre_hook(note) for m in model.modules() if isinstance(m, torch.nn.Linear)]
    model(torch.tensor([sample]), use_cache=False, logits_to_keep=1)
    for hook in hooks:
        hook.remove()
    return peaks


def _smooth(before: Any, after: Iterable[torch.nn.Linear], peak: torch.Tensor) -> None:
    """Divide the channels that `before` makes, and multiply what `after` does with them (alpha 1/2)."""
    weights = torch.stack([linear.weight.abs().amax(dim=0).float() for linear in after]).amax(dim=0)
    factor = (peak.clamp_min(1e-5) / weights.clamp_min(1e-5)).sqrt()
    before.weight.div_(factor[:, None] if before.weight.dim() == 2 else factor)
    for linear in after:
        linear.weight.mul_(factor)


def _rounded(name: str, parts: Iterable[Any]) -> dict[str, torch.Tensor]:
    """Return matrices stacked as one, (out, in), with a scale a row, and their biases."""
    weight = torch.cat([part.weight for part in parts]).float()
    scale = weight.abs().amax(dim=1).clamp_min(1e-12) / 127
    tensors = {name: (weight / scale[:, None]).round().to(torch.int8), f"{name}.scale": scale}
    biases = [bias for part in parts if (bias := getattr(part, "bias", None)) is not None]
    return tensors | ({f"{name}.bias": torch.cat(biases).float()} if biases else {})
