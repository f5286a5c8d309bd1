"""What is read of a .gguf file weight by weight, against what transformers reads of it at once."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from gguf import GGMLQuantizationType, GGUFWriter, quantize
from transformers import AutoConfig, AutoModelForCausalLM, GgufConfig

from rag.models.runtimes.gguf_weights import unread_model
from rag.models.runtimes.int8_weights import write_int8

TOKENS = torch.tensor([[3, 14, 15, 9, 26, 5]])
PROC_STATUS = Path("/proc/self/status")


@pytest.fixture(scope="module", params=["llama", "qwen2", pytest.param("real", marks=pytest.mark.slow)])
def gguf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return small random models, and a real Llama. The output matrix of a Llama is its embedding here."""
    if request.param == "real":
        return request.getfixturevalue("tiny_gguf")
    return _random_model(tmp_path_factory.mktemp("random") / "random.gguf", request.param)


def test_weights_and_what_they_compute_are_those_of_transformers(gguf: Path) -> None:
    reference, (model, weights) = _read_at_once(gguf), _unread(gguf)
    expected = reference.state_dict()
    assert set(weights) == expected.keys() - model.all_tied_weights_keys.keys()
    assert [name for name in weights if not torch.equal(weights[name], expected[name])] == []
    with torch.inference_mode():
        assert torch.equal(model(TOKENS).logits, reference(TOKENS).logits)


def test_a_model_holds_one_layer_at_a_time_while_it_is_rounded(gguf: Path, tmp_path: Path) -> None:
    model, _ = _unread(gguf)
    layers, held = model.model.layers, []

    def count(*_: Any) -> None:
        held.append(sum(not parameter.is_meta for parameter in model.parameters()))

    for layer in layers:
        layer.mlp.register_forward_hook(count)
    write_int8(model, TOKENS[0].tolist(), tmp_path)
    assert held == [len(list(layers[0].parameters()))] * len(layers)
    assert all(parameter.is_meta for parameter in model.parameters())


@pytest.mark.slow
@pytest.mark.skipif(not PROC_STATUS.exists(), reason="peak memory is read where Linux says it")
def test_a_conversion_takes_less_memory_than_the_weights(tiny_gguf: Path, tmp_path: Path) -> None:
    code = """if True:
        import sys
        from pathlib import Path
        import rag.models.runtimes.gguf_weights
        from rag.models.runtimes.conversion import converted
        from transformers import AutoConfig, AutoTokenizer
        def peak():
            lines = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines())
            return int(lines["VmHWM"].split()[0]) * 1024
        gguf, folder = map(Path, sys.argv[1:])
        for kind in (AutoConfig, AutoTokenizer):  # what reading them takes is not the weights'
            kind.from_pretrained(gguf.parent, gguf_file=gguf.name, local_files_only=True)
        before = peak()
        print((converted(gguf, folder) / "model.safetensors").stat().st_size, peak() - before)
    """
    command = [sys.executable, "-c", code, str(tiny_gguf), str(tmp_path / "bf16")]
    done = subprocess.run(command, capture_output=True, text=True)
    size, grown = map(int, done.stdout.split() or pytest.fail(done.stderr))
    assert grown < size  # in bfloat16


def _read_at_once(gguf: Path) -> Any:
    unpacked: Any = GgufConfig(dequantize=True)
    return AutoModelForCausalLM.from_pretrained(
        gguf.parent,
        gguf_file=gguf.name,
        quantization_config=unpacked,
        dtype=torch.bfloat16,
        local_files_only=True,
    )


def _unread(gguf: Path) -> Any:
    return unread_model(gguf, AutoConfig.from_pretrained(gguf.parent, gguf_file=gguf.name, local_files_only=True))


def _random_model(path: Path, family: str) -> Path:
    writer = GGUFWriter(path, family)
    writer.add_vocab_size(300)
    writer.add_block_count(2)
    writer.add_context_length(128)
    writer.add_embedding_length(64)
    writer.add_feed_forward_length(160)
    writer.add_head_count(4)
    writer.add_head_count_kv(2)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(1e6)
    matrices = {"token_embd": (300, 64)} | ({"output": (300, 64)} if family == "qwen2" else {})
    vectors = {"output_norm.weight": 64}
    for layer in ("blk.0", "blk.1"):
        matrices |= {
            f"{layer}.attn_{name}": (rows, 64) for name, rows in {"q": 64, "k": 32, "v": 32, "output": 64}.items()
        }
        matrices |= {f"{layer}.ffn_{name}": (160, 64) for name in ("gate", "up")} | {f"{layer}.ffn_down": (64, 160)}
        biases = {"q": 64, "k": 32, "v": 32} if family == "qwen2" else {}
        vectors |= {f"{layer}.attn_{name}.bias": rows for name, rows in biases.items()}
        vectors |= {f"{layer}.attn_norm.weight": 64, f"{layer}.ffn_norm.weight": 64}
    random, kind = np.random.default_rng(1), GGMLQuantizationType.Q8_0
    for name, shape in matrices.items():
        values = random.standard_normal(shape, dtype=np.float32) / 8
        writer.add_tensor(f"{name}.weight", quantize(values, kind), raw_dtype=kind)
    for name, length in vectors.items():
        writer.add_tensor(name, random.standard_normal(length, dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
