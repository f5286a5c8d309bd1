"""The int8 runtime against its reference, transformers, on the smallest real model and on tiny random ones."""

import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, Qwen2Config

from rag.models.runtimes.conversion import configuration
from rag.models.runtimes.int8_model import FEW_ROWS, Int8Linear, Int8Model, largest_activation
from rag.models.runtimes.int8_weights import write_int8
from rag.models.runtimes.runtime_choice import can_be_rounded
from rag.models.runtimes.transformers_model import TransformersModel

TEXT = (
    "We study how clay pots boil water. A clay pot of three litres boils water in twelve minutes; copper is faster. "
    "Lids keep the heat inside, so that a pot with a lid saves forty per cent of the fuel that a pot without one needs."
)
SMALL = {
    "vocab_size": 300,
    "hidden_size": 64,
    "intermediate_size": 160,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
}


@pytest.mark.parametrize("config", [LlamaConfig(**SMALL), Qwen2Config(**SMALL), LlamaConfig(**SMALL, head_dim=32)])
def test_a_random_model_gives_nearly_the_same_logits_as_in_transformers(config: Any, tmp_path: Path) -> None:
    torch.manual_seed(1)
    model = AutoModelForCausalLM.from_config(config).eval()
    tokens = torch.randint(0, 300, (40,)).tolist()
    with torch.inference_mode():
        expected = model(torch.tensor([tokens])).logits[0]
    write_int8(model, tokens, tmp_path)
    found = Int8Model(tmp_path).read(tokens, len(tokens))
    assert torch.nn.functional.cosine_similarity(found, expected).min() > 0.995


@pytest.mark.parametrize("config", [LlamaConfig(**SMALL), Qwen2Config(**SMALL)])
def test_heads_look_where_they_do_in_transformers(config: Any, tmp_path: Path) -> None:
    torch.manual_seed(1)
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").eval()
    tokens = torch.randint(0, 300, (40,)).tolist()
    with torch.inference_mode():
        expected = model(torch.tensor([tokens]), output_attentions=True).attentions
    write_int8(model, tokens, tmp_path)
    rounded_model = Int8Model(tmp_path)
    rounded_model.read(tokens[:30], 1)
    rounded_model.read(tokens[30:], 1)
    heads = tuple((layer, head) for layer in range(2) for head in range(4))
    found = rounded_model.attention(heads)
    assert found.shape == (8, 40)
    for look, (layer, head) in zip(found, heads, strict=True):
        assert torch.allclose(look, expected[layer][0, head, -1], atol=0.01)


def test_a_real_model_foresees_a_text_as_well_as_in_transformers(tiny_int8: Path, tiny_folder: Path) -> None:
    tokens = AutoTokenizer.from_pretrained(tiny_int8)(TEXT)["input_ids"]
    surprise = []
    for model in (Int8Model(tiny_int8), TransformersModel(tiny_folder)):
        logits = model.read(tokens, len(tokens)).float()
        surprise.append(torch.nn.functional.cross_entropy(logits[:-1], torch.tensor(tokens[1:])).item())
    assert 1 < surprise[0] < surprise[1] * 1.05


def test_reading_in_parts_and_after_forgetting_gives_the_same(tiny_int8: Path) -> None:
    model = Int8Model(tiny_int8)
    tokens = AutoTokenizer.from_pretrained(tiny_int8)(TEXT)["input_ids"]
    whole = model.read(tokens, 1)
    model.forget(20)
    model.read([7, 8, 9], 1)
    model.forget(20)
    model.read(tokens[20:45], 1)
    parts = model.read(tokens[45:], 1)
    assert len(model) == len(tokens)
    assert torch.nn.functional.cosine_similarity(whole, parts).item() > 0.99  # one token left out: 0.96
    assert whole.argmax() == parts.argmax()


@pytest.mark.parametrize(
    ("rows", "exact", "error"), [(1, False, 1e-4), (FEW_ROWS, False, 1e-4), (20, True, 1e-4), (20, False, 1e-2)]
)
def test_a_product_is_that_of_the_rounded_matrix(rows: int, exact: bool, error: float) -> None:
    torch.manual_seed(2)
    weight, inputs, bias = torch.randn(48, 96), torch.randn(rows, 96), torch.randn(48)
    scale = weight.abs().amax(dim=1) / 127
    whole = (weight / scale[:, None]).round()
    found = Int8Linear(whole.to(torch.int8), scale, bias, exact)(inputs)
    expected = inputs @ (whole * scale[:, None]).T + bias
    assert found.shape == (rows, 48)
    assert (found - expected).abs().max() / expected.abs().max() < error * 127 / largest_activation()


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the variable is of x86 processors")
@pytest.mark.parametrize("instructions", ["AVX2", "AVX512_CORE_VNNI", "DEFAULT"])
def test_products_are_right_on_older_processors(instructions: str) -> None:
    code = """if True:
        import torch
        from rag.models.runtimes.int8_model import Int8Linear, largest_activation
        weight, inputs = torch.full((64, 256), 127), torch.arange(256.).repeat(20, 1)
        found = Int8Linear(weight.to(torch.int8), torch.ones(64), exact=True)(inputs)
        print(largest_activation(), (found / (inputs @ weight.T.float()) - 1).abs().max() < 1e-4)
    """
    environment = {**os.environ, "ONEDNN_MAX_CPU_ISA": instructions}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    has_vnni = instructions != "AVX2" and torch.cpu._is_vnni_supported()
    assert done.stdout.split() == ["127" if has_vnni else "63", "tensor(True)"], done.stderr


def test_only_what_it_computes_is_rounded(tiny_folder: Path) -> None:
    config = configuration(tiny_folder)
    assert can_be_rounded(config)
    assert not can_be_rounded({**config, "model_type": "gemma3_text"})
    assert not can_be_rounded({**config, "rope_parameters": {"rope_type": "llama3", "rope_theta": 5e5}})
    assert not can_be_rounded({**config, "mlp_bias": True})
