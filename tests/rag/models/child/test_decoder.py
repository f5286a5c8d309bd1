"""Our decoding loop on a real model, the smallest: same words as transformers' own, state reused, half characters."""

from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from rag.models.child.chat_writer import DecoderWriter
from rag.models.child.decoder import PREFILL_STEP, guess_continuation
from rag.models.runtimes.conversion import converted
from rag.models.runtimes.transformers_model import TransformersModel

MAX_TOKENS = 24


class CountingModel(TransformersModel):
    """Remembers how many tokens it was given to read, time by time."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.given: list[int] = []
        self.logits = torch.empty(0)

    def read(self, tokens, logits_of):
        self.given.append(len(tokens))
        self.logits = super().read(tokens, logits_of)
        return self.logits


@pytest.fixture(scope="module")
def model(tiny_folder: Path) -> CountingModel:
    return CountingModel(tiny_folder)


@pytest.fixture(scope="module")
def writer(model: CountingModel, tiny_folder: Path) -> DecoderWriter:
    return DecoderWriter(model, tiny_folder)


@pytest.fixture(scope="module")
def reference(tiny_folder: Path):
    return AutoModelForCausalLM.from_pretrained(tiny_folder, dtype="bfloat16"), AutoTokenizer.from_pretrained(
        tiny_folder
    )


def chat(writer: DecoderWriter, question: str) -> str:
    return writer.prompt(
        [{"role": "system", "content": "You answer in one short sentence."}, {"role": "user", "content": question}]
    )


def written(writer: DecoderWriter, prompt: str) -> str:
    return "".join(writer.write(prompt, MAX_TOKENS))


def test_it_writes_what_generate_writes_also_from_a_reused_state(writer: DecoderWriter, reference) -> None:
    model, tokenizer = reference
    for question in ("What is the capital of France?", "What is the capital of Italy?", "Name a colour."):
        prompt = tokenizer(chat(writer, question), add_special_tokens=False, return_tensors="pt")
        with torch.inference_mode():
            tokens = model.generate(**prompt, max_new_tokens=MAX_TOKENS, do_sample=False)
        expected = tokenizer.decode(tokens[0, prompt["input_ids"].shape[1] :], skip_special_tokens=True)
        assert expected.strip()
        assert written(writer, chat(writer, question)) == expected


def test_the_shared_beginning_of_two_prompts_is_read_once(writer: DecoderWriter, model: CountingModel) -> None:
    written(writer, chat(writer, "What is the capital of France?"))
    prompt = chat(writer, "What is the capital of Italy?")
    model.given.clear()
    next(writer.write(prompt, MAX_TOKENS))
    assert 0 < model.given[0] < len(writer.tokens(prompt)) - 10


def test_an_answer_does_not_depend_on_what_was_asked_before(writer: DecoderWriter, model: CountingModel) -> None:
    asked = [
        chat(writer, question) for question in ("Tell me a story. " * 60, "Tell me a story. " * 70, "Name a colour.")
    ]

    def told(prompt: str) -> tuple[str, list[float]]:
        text = written(writer, prompt)
        return text, model.logits.flatten().tolist()

    first = [told(prompt) for prompt in asked]
    assert [told(prompt) for prompt in reversed(asked)] == first[::-1]


def test_a_long_prompt_is_read_in_steps_that_yield_nothing(writer: DecoderWriter, model: CountingModel) -> None:
    prompt = chat(writer, "Sing me a song. " * 150)  # of which nothing was read before
    model.given.clear()
    pieces = writer.write(prompt, MAX_TOKENS)
    assert [next(pieces), next(pieces)] == ["", ""]
    assert max(model.given) <= PREFILL_STEP
    pieces.close()  # type: ignore[attr-defined]
    assert written(writer, chat(writer, "Name a colour.")) == written(writer, chat(writer, "Name a colour."))


def test_a_guess_is_what_followed_the_same_two_tokens_last_time() -> None:
    assert guess_continuation([1, 2, 3, 4, 1, 2, 5, 6, 1, 2], length=3) == [5, 6, 1]
    assert guess_continuation([7, 7, 7], length=2) == [7]
    assert guess_continuation([1, 2, 3], length=2) == []
    assert guess_continuation([1], length=2) == []


def test_an_answer_that_repeats_its_prompt_is_settled_several_tokens_at_a_time(writer: DecoderWriter) -> None:
    repeat = "Repeat this exactly: the quick brown fox jumps over the lazy dog by the river bank in the evening sun"
    pieces = [piece for piece in writer.write(chat(writer, repeat), MAX_TOKENS) if piece]
    assert len(pieces) < len(writer.tokens("".join(pieces)))


def test_no_more_tokens_are_written_than_asked_for(writer: DecoderWriter) -> None:
    prompt = chat(writer, "Count to one hundred.")
    written(writer, prompt)
    whole = written(writer, prompt)  # from the same kept state as those that follow: bfloat16 is sensitive to it
    for most in (1, 2, 7):
        cut = "".join(writer.write(prompt, most))
        assert whole.startswith(cut)
        assert len(writer.tokens(cut)) <= most


def test_a_second_conversion_does_nothing(tiny_folder: Path) -> None:
    before = (tiny_folder / "model.safetensors").stat().st_mtime_ns
    assert converted(Path("not-there.gguf"), tiny_folder) == tiny_folder
    assert (tiny_folder / "model.safetensors").stat().st_mtime_ns == before
