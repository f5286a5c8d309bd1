"""The encoder of questions against sentence-transformers, the reference; and what it leaves to it."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from sentence_transformers import SentenceTransformer

from rag.models.embedder.bert import distance_bucket
from rag.models.embedder.embedding import FEW, Embedder, open_embedder
from rag.models.embedder.query_encoder import QueryEncoder
from rag.models.store.model_store import ModelStore

TEXTS = [
    "",
    " \t\n",
    "continual learning",
    "How much smaller are Compressor's models, in per cent?",
    "w" * 150,
    "word " * 2000,
    " ".join(f"number {n}," for n in range(2000)),
    "预训练模型是什么？",
    "한국어 사전학습 모델, العربية, हिन्दी, ไทย",
    "😀🚀 two and a family 👩‍👩‍👧",
    "\x00\x07\x1b bell\u200b, BOM\ufeff and \x85 next line",
    "[CLS] spelled [SEP] out [MASK] tokens [PAD] [UNK]",
    "ÀÉÎõü naïve café İstanbul STRASSE ß ſ ﬁ ½ ①",
    "don’t—stop… “quoted” 10^5, 0.5\\%, {\\em so}",
]


def reference(folder: Path) -> SentenceTransformer:
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": "float32"})


@pytest.fixture(scope="module")
def model(embedder: Embedder) -> SentenceTransformer:
    return reference(embedder.folder)


@pytest.fixture(scope="module")
def encoder(embedder: Embedder) -> QueryEncoder:
    found = QueryEncoder.of(embedder.folder)
    assert found is not None
    return found


@pytest.fixture
def folder(embedder: Embedder, tmp_path: Path) -> Path:
    """Return a folder of the same model in which a test may replace files."""
    return Path(shutil.copytree(embedder.folder, tmp_path / "model", copy_function=os.symlink))


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text[:20]))
def test_it_agrees_with_the_reference(text: str, encoder: QueryEncoder, model: SentenceTransformer) -> None:
    vector = encoder.embed(text).vector
    assert vector.dtype == np.float32
    np.testing.assert_allclose(vector, model.encode_query(text), atol=1e-4)
    assert vector.shape == (encoder.dimension,)
    tokens = model.tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"]
    assert encoder.count_tokens(text) == len(tokens)


@pytest.fixture(scope="module")
def large_folder(model_store: ModelStore) -> Path:
    return model_store.fetch("all-mpnet-base-v2")


def test_the_larger_encoder_agrees_with_the_reference_too(large_folder: Path) -> None:
    encoder, model = QueryEncoder.of(large_folder), reference(large_folder)
    assert encoder is not None
    assert encoder.dimension == 768
    for text in [*TEXTS, "<s> spelled </s> out <mask> tokens <unk>", "a " * 30, "code " * 200]:
        assert encoder.embed(text).vector @ model.encode_query(text) > 0.99999, text
        tokens = model.tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"]
        assert encoder.count_tokens(text) == len(tokens)


def test_distances_have_the_buckets_of_the_reference() -> None:
    from torch import arange
    from transformers.models.mpnet.modeling_mpnet import MPNetEncoder

    distances = np.arange(-400, 401)
    expected = MPNetEncoder.relative_position_bucket(-arange(-400, 401))
    assert distance_bucket(distances).tolist() == expected.tolist()


def test_a_setting_names_one_embedder_or_two(embedder: Embedder, large_folder: Path) -> None:
    folders = {embedder.name: embedder.folder, "all-mpnet-base-v2": large_folder}
    two = open_embedder(f"{embedder.name}+all-mpnet-base-v2", folders.__getitem__)
    assert two.for_papers is not None
    question = two.read_query("How much smaller are Compressor's models?")
    assert question.for_papers is not None
    assert (question.vector.size, question.for_papers.size) == (384, 768)
    assert question is two.read_query("How much smaller are Compressor's models?")
    for name in (embedder.name, str(embedder.folder)):
        one = open_embedder(name, folders.__getitem__)
        assert one.for_papers is None
        assert one.read_query("pots").for_papers is None


def change(folder: Path, file: str, edit: Callable[[Any], object]) -> None:
    content = json.loads((folder / file).read_text())
    edit(content)
    (folder / file).unlink()
    (folder / file).write_text(json.dumps(content))


DENSE = {"idx": 3, "name": "3", "path": "3_Dense", "type": "sentence_transformers.models.Dense"}
CLS_POOLING = {"pooling_mode_mean_tokens": False, "pooling_mode_cls_token": True}


@pytest.mark.parametrize(
    ("file", "edit"),
    [
        ("config.json", lambda c: c.update(architectures=["RobertaModel"])),
        ("config.json", lambda c: c.update(hidden_act="relu")),
        ("config.json", lambda c: c.update(position_embedding_type="relative_key")),
        ("config.json", lambda c: c.update(num_hidden_layers=12)),
        ("config.json", lambda c: c.pop("layer_norm_eps")),
        ("modules.json", lambda c: c.append(DENSE)),
        ("modules.json", lambda c: c.clear()),
        ("1_Pooling/config.json", lambda c: c.update(CLS_POOLING)),
        ("1_Pooling/config.json", lambda c: c.update(pooling_mode_max_tokens=True)),
        ("config_sentence_transformers.json", lambda c: c.update(prompts={"query": "query: "})),
        ("sentence_bert_config.json", lambda c: c.update(do_lower_case=True)),
        ("tokenizer_config.json", lambda c: c.update(tokenizer_class="XLMRobertaTokenizer")),
    ],
)
def test_another_kind_of_model_is_left_alone(folder: Path, file: str, edit: Callable[[Any], object]) -> None:
    assert QueryEncoder.of(folder) is not None
    change(folder, file, edit)
    assert QueryEncoder.of(folder) is None


def test_weights_of_other_names_types_or_bytes_are_left_alone(folder: Path, tmp_path: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    path = folder / "model.safetensors"
    for other in (
        {f"bert.{name}": array for name, array in weights.items()},
        {name: array.astype(np.float16) for name, array in weights.items()},
    ):
        path.unlink()
        save_file(other, path)
        assert QueryEncoder.of(folder) is None
    path.write_bytes(path.read_bytes()[:1000])
    assert QueryEncoder.of(folder) is None
    assert QueryEncoder.of(tmp_path / "nowhere") is None


def test_the_embedder_falls_back_to_the_reference(folder: Path, embedder: Embedder) -> None:
    change(folder, "1_Pooling/config.json", lambda c: c.update(CLS_POOLING))
    other, question = Embedder("first token", folder), "How much smaller are Compressor's models?"
    expected = reference(folder).encode_query(question)
    assert other.embed_query(question) @ expected > 0.999
    assert other.embed_passages([question])[0] @ expected > 0.999
    assert other.count_tokens(question) == embedder.count_tokens(question) == 9
    assert other.dimension == embedder.dimension == 384
    assert embedder.embed_query(question) @ expected < 0.9


def test_few_texts_and_many_come_out_alike_and_in_order(embedder: Embedder) -> None:
    texts = [f"{'A long sentence about ' * (n % 3)}pot number {n}." for n in range(16)]
    few, many = embedder.embed_passages(texts), embedder.embed_passages([*texts, "word " * FEW])
    assert (np.sum(few * many[:-1], axis=1) > 0.999).all()
    assert embedder.embed_passages([]).shape == (0, 384)
