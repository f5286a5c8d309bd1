"""How a model reads, of the smallest real one: Yes or No, and where its heads look; what it writes stays the same."""

from pathlib import Path

import pytest
import torch

from rag.conversion import rounded
from rag.int8_model import Int8Model
from rag.model_store import ModelStore
from rag.transformers_model import TransformersModel
from rag.writer import TokenWriter, Watch
from tests.conftest import TINY_LLM

SENTENCES = ("Clay pots boil water in 12 minutes.", "Lids save fuel.", "Cats sleep for 15 hours a day.")
HEADS = ((5, 0), (10, 3))


@pytest.fixture(scope="module")
def folder(model_store: ModelStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    gguf = next(model_store.fetch(TINY_LLM).glob("*.gguf"))
    return rounded(gguf, tmp_path_factory.mktemp("rounded") / "tiny")


@pytest.fixture(scope="module")
def writer(folder: Path) -> TokenWriter:
    return TokenWriter(Int8Model(folder), folder)


def chat(writer: TokenWriter, *said: str) -> str:
    return writer.prompt([{"role": "user", "content": text} for text in said])


def asked(writer: TokenWriter) -> str:
    return chat(writer, "\n".join(SENTENCES) + "\nHow long do cats sleep?")


def test_what_is_judged_is_the_difference_of_two_logits(writer: TokenWriter, folder: Path) -> None:
    prompt = chat(writer, "Is water wet? Reply Yes or No.")
    *steps, judged = writer.judge(prompt)
    assert steps
    assert set(steps) == {None}
    logits = Int8Model(folder).read(writer.tokens(prompt), 1)[0]
    yes, no = (logits[writer.tokens(word)[0]] for word in ("Yes", "No"))
    assert judged == pytest.approx(float(yes - no), abs=0.2)  # read in other steps, and so rounded otherwise


def test_shares_add_up_to_one_and_follow_the_sentences(writer: TokenWriter) -> None:
    watch = Watch(SENTENCES, HEADS)
    pieces = writer.write(asked(writer), 4, watch)
    while not next(pieces):
        pass
    assert watch.shares is not None
    assert sum(watch.shares) == pytest.approx(1)
    assert min(watch.shares) > 0
    other = Watch(SENTENCES[:2], HEADS)
    "".join(writer.write(asked(writer), 4, other))
    assert other.shares == pytest.approx([share / sum(watch.shares[:2]) for share in watch.shares[:2]], rel=0.3)


def test_a_sentence_has_the_attention_on_its_own_tokens(writer: TokenWriter, folder: Path) -> None:
    prompt = asked(writer)
    for _ in writer.read(prompt):
        pass
    looks = writer.looks(prompt, SENTENCES, HEADS)
    model = Int8Model(folder)
    model.read(writer.tokens(prompt), 1)
    attention = model.attention(HEADS)
    before = [len(writer.tokens(prompt[: prompt.index(sentence)])) for sentence in SENTENCES]
    ends = [len(writer.tokens(prompt[: prompt.index(sentence) + len(sentence)])) for sentence in SENTENCES]
    sums = torch.stack([attention[:, start:end].sum(dim=1) for start, end in zip(before, ends, strict=True)], dim=1)
    assert torch.allclose(looks, sums / sums.sum(dim=1, keepdim=True), atol=0.05)


def test_judging_and_watching_change_nothing_of_what_is_written(writer: TokenWriter) -> None:
    prompt = asked(writer)
    plain = "".join(writer.write(prompt, 24))
    list(writer.judge(chat(writer, "\n".join(SENTENCES) + "\nHow long do cats sleep?", "Is it there? Yes or No.")))
    assert "".join(writer.write(prompt, 24, Watch(SENTENCES, HEADS))) == plain


def test_a_judgement_reads_only_what_its_prompt_has_more(writer: TokenWriter) -> None:
    question = "\n".join(SENTENCES) + "\nHow long do cats sleep?"
    list(writer.judge(chat(writer, question, "Is it there? Yes or No.")))
    steps = sum(1 for _ in writer.read(chat(writer, question)))
    assert steps == 1  # the opening of the answer


def test_a_model_that_does_not_tell_is_not_asked(tiny_folder: Path) -> None:
    writer = TokenWriter(TransformersModel(tiny_folder), tiny_folder)
    watch = Watch(SENTENCES, HEADS)
    assert "".join(writer.write(asked(writer), 4, watch))
    assert watch.shares is None
