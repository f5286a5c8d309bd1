"""How the smallest real model reads a prompt: Yes or No, and its attention; what it writes stays the same."""

from pathlib import Path

import pytest
import torch

from rag.models.child.chat_writer import DecoderWriter, PromptReading
from rag.models.runtimes.int8_model import Int8Model
from rag.models.runtimes.transformers_model import TransformersModel

SENTENCES = ("Clay pots boil water in 12 minutes.", "Lids save fuel.", "Cats sleep for 15 hours a day.")
HEADS = ((5, 0), (10, 3))


@pytest.fixture(scope="module")
def writer(tiny_int8: Path) -> DecoderWriter:
    return DecoderWriter(Int8Model(tiny_int8), tiny_int8)


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


def test_a_reading_is_a_difference_of_logits_and_the_attention_on_each_sentence(
    writer: DecoderWriter, tiny_int8: Path
) -> None:
    reading, model = reading_of(writer), Int8Model(tiny_int8)
    logits = model.read(writer.tokens(writer.prompt([*ASKED, *messages(ASIDE)])), 1)[0]
    yes, no = (logits[writer.tokens(word)[0]] for word in ("Yes", "No"))
    assert reading.judged == pytest.approx(float(yes - no), abs=0.2)  # rounded differently in steps of another length
    prompt = writer.prompt(ASKED)
    model.forget(0)
    model.read(writer.tokens(prompt), 1)
    attention = model.attention(HEADS)
    starts = [len(writer.tokens(prompt[: prompt.index(sentence)])) for sentence in SENTENCES]
    ends = [len(writer.tokens(prompt[: prompt.index(sentence) + len(sentence)])) for sentence in SENTENCES]
    sums = torch.stack([attention[:, start:end].sum(dim=1) for start, end in zip(starts, ends, strict=True)], dim=1)
    looks = torch.tensor(reading.looks)
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


def test_a_runtime_without_attention_still_says_yes_or_no(tiny_folder: Path) -> None:
    found = reading_of(DecoderWriter(TransformersModel(tiny_folder), tiny_folder))
    assert found.looks is None
    assert -20 < found.judged < 20
