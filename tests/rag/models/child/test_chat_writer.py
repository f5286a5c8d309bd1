"""How a model reads, of the smallest real one: Yes or No, and where its heads look; what it writes stays the same."""

from pathlib import Path

import pytest
import torch

from rag.models.child.chat_writer import DecoderWriter, PromptReading
from rag.models.runtimes.conversion import rounded
from rag.models.runtimes.int8_model import Int8Model
from rag.models.runtimes.transformers_model import TransformersModel
from rag.models.store.model_store import ModelStore
from tests.conftest import TINY_LLM

SENTENCES = ("Clay pots boil water in 12 minutes.", "Lids save fuel.", "Cats sleep for 15 hours a day.")
HEADS = ((5, 0), (10, 3))


@pytest.fixture(scope="module")
def folder(model_store: ModelStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    gguf = next(model_store.fetch(TINY_LLM).glob("*.gguf"))
    return rounded(gguf, tmp_path_factory.mktemp("rounded") / "tiny")


@pytest.fixture(scope="module")
def writer(folder: Path) -> DecoderWriter:
    return DecoderWriter(Int8Model(folder), folder)


def messages(*said: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text} for text in said]


ASKED = messages("\n".join(SENTENCES) + "\nHow long do cats sleep?")
ASIDE = "Is it there? Reply Yes or No."


def reading_of(writer: DecoderWriter, heads: tuple[tuple[int, int], ...] = HEADS) -> PromptReading:
    *steps, last = writer.read(ASKED, ASIDE, SENTENCES, heads)
    assert steps
    assert set(steps) == {None}
    assert last is not None
    return last


def test_what_is_judged_is_the_difference_of_two_logits(writer: DecoderWriter, folder: Path) -> None:
    prompt = writer.prompt([*ASKED, *messages(ASIDE)])
    logits = Int8Model(folder).read(writer.tokens(prompt), 1)[0]
    yes, no = (logits[writer.tokens(word)[0]] for word in ("Yes", "No"))
    assert reading_of(writer).judged == pytest.approx(float(yes - no), abs=0.2)  # rounded differently by step


def test_a_sentence_has_the_attention_on_its_own_tokens(writer: DecoderWriter, folder: Path) -> None:
    prompt = writer.prompt(ASKED)
    model = Int8Model(folder)
    model.read(writer.tokens(prompt), 1)
    attention = model.attention(HEADS)
    starts = [len(writer.tokens(prompt[: prompt.index(sentence)])) for sentence in SENTENCES]
    ends = [len(writer.tokens(prompt[: prompt.index(sentence) + len(sentence)])) for sentence in SENTENCES]
    sums = torch.stack([attention[:, start:end].sum(dim=1) for start, end in zip(starts, ends, strict=True)], dim=1)
    looks = torch.tensor(reading_of(writer).looks)
    assert looks.shape == (len(HEADS), len(SENTENCES))
    assert torch.allclose(looks.sum(dim=1), torch.ones(len(HEADS)))
    assert torch.allclose(looks, sums / sums.sum(dim=1, keepdim=True), atol=0.05)


def test_reading_first_changes_nothing_of_what_is_written_and_is_not_done_twice(writer: DecoderWriter) -> None:
    prompt = writer.prompt(ASKED)
    plain = "".join(writer.write(prompt, 24))
    list(writer.write(writer.prompt(messages("Name a colour.")), 4))
    reading_of(writer)
    pieces = list(writer.write(prompt, 24))
    assert "".join(pieces) == plain
    assert pieces[0]  # nothing is left to be read


def test_a_model_that_does_not_tell_where_it_looks_still_judges(tiny_folder: Path) -> None:
    found = reading_of(DecoderWriter(TransformersModel(tiny_folder), tiny_folder))
    assert found.looks is None
    assert -20 < found.judged < 20
