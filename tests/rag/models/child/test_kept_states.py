"""What a model has read of a prompt is kept for the next start, and changes no word of what it writes."""

import os
from pathlib import Path

import pytest
import torch

from rag.models.child.chat_writer import DecoderWriter
from rag.models.child.kept_states import MOST_KEPT, KeptStates
from rag.models.runtimes.logit_model import State
from rag.models.runtimes.transformers_model import TransformersModel

MESSAGES = [
    {"role": "system", "content": "You answer in one short sentence. " * 20},
    {"role": "user", "content": "Name a colour."},
]


class CountingModel(TransformersModel):
    """Counts the tokens that it reads."""

    tokens_read = 0

    def read(self, tokens: list[int], logits_of: int) -> torch.Tensor:  # type: ignore[override]
        self.tokens_read += len(tokens)
        return super().read(tokens, logits_of)


def state(value: float) -> State:
    return [(torch.full((1, 2, 3, 4), value), torch.full((1, 2, 3, 4), -value)) for _ in range(2)]


def test_the_next_start_reads_only_what_is_new_and_writes_the_same(tiny_folder: Path, tmp_path: Path) -> None:
    written, read = [], []
    for _ in range(2):
        model = CountingModel(tiny_folder)
        writer = DecoderWriter(model, tiny_folder, tmp_path / "prompts")
        written.append("".join(writer.write(writer.prompt(MESSAGES), 12)))
        read.append(model.tokens_read)
    assert written[0] == written[1]
    assert read[1] < read[0] - 100


def test_a_state_comes_back_as_it_was(tmp_path: Path) -> None:
    KeptStates(tmp_path).keep([1, 2], state(0.5))
    again = KeptStates(tmp_path).get([1, 2])
    assert again
    assert all(
        torch.equal(a, b) for one, two in zip(again, state(0.5), strict=True) for a, b in zip(one, two, strict=True)
    )
    assert KeptStates(tmp_path).get([1, 3]) is None
    assert KeptStates().get([1, 2]) is None


def test_only_the_states_used_last_are_kept(tmp_path: Path) -> None:
    kept = KeptStates(tmp_path)
    for number in range(MOST_KEPT + 2):
        kept.keep([number], state(number))
        for file in tmp_path.iterdir():
            os.utime(file, (file.stat().st_atime, file.stat().st_mtime - 10))
    assert len(list(tmp_path.glob("*.safetensors"))) == MOST_KEPT
    assert KeptStates(tmp_path).get([0]) is None
    assert KeptStates(tmp_path).get([MOST_KEPT + 1])


@pytest.mark.parametrize("content", [b"", b"not a tensor file", b"\0" * 100])
def test_a_damaged_file_counts_as_none_and_is_replaced(tmp_path: Path, content: bytes) -> None:
    KeptStates(tmp_path).keep([7], state(1.0))
    next(tmp_path.iterdir()).write_bytes(content)
    assert KeptStates(tmp_path).get([7]) is None
    KeptStates(tmp_path).keep([7], state(2.0))
    assert KeptStates(tmp_path).get([7])


@pytest.mark.parametrize("folder", ["file", "/proc/self"])  # in the second no file can be made
def test_a_folder_that_cannot_be_written_is_left_alone(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = KeptStates(tmp_path / folder)
    kept.keep([7], state(1.0))
    assert kept.get([7])
