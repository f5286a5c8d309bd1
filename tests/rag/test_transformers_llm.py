"""Our decoding loop on a real model, the smallest: same words as transformers' own, stoppable, state reused."""

import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
import torch
from llama_index.core.llms import ChatMessage, MessageRole

from rag.conversion import converted
from rag.generation import write
from rag.model_store import ModelStore
from rag.transformers_llm import TransformersLLM, guess_continuation
from tests.conftest import TINY_LLM

MAX_TOKENS = 24


@pytest.fixture(scope="module")
def folder(model_store: ModelStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    gguf = next(model_store.fetch(TINY_LLM).glob("*.gguf"))
    return converted(gguf, tmp_path_factory.mktemp("converted") / "tiny")


@pytest.fixture(scope="module")
def llm(folder: Path) -> TransformersLLM:
    return TransformersLLM(TINY_LLM, folder, MAX_TOKENS)


def chat(question: str) -> list[ChatMessage]:
    return [
        ChatMessage(role=MessageRole.SYSTEM, content="You answer in one short sentence."),
        ChatMessage(role=MessageRole.USER, content=question),
    ]


def greedy(llm: TransformersLLM, messages: list[ChatMessage]) -> str:
    """Return what transformers' own `generate` writes."""
    prompt = llm._tokenizer(llm.messages_to_prompt(messages), add_special_tokens=False, return_tensors="pt")
    with torch.inference_mode():
        tokens = llm._model.generate(**prompt, max_new_tokens=MAX_TOKENS, do_sample=False)
    return llm._tokenizer.decode(tokens[0, prompt["input_ids"].shape[1] :], skip_special_tokens=True)


def test_it_writes_what_generate_writes_also_from_a_reused_state(llm: TransformersLLM) -> None:
    for question in ("What is the capital of France?", "What is the capital of Italy?", "Name a colour."):
        expected = greedy(llm, chat(question))
        assert expected.strip()
        assert "".join(piece.delta or "" for piece in llm.stream_chat(chat(question))) == expected


def test_the_shared_beginning_of_two_prompts_is_read_once(llm: TransformersLLM) -> None:
    llm.chat(chat("What is the capital of France?"))
    assert llm._reuse(llm.tokens(llm.messages_to_prompt(chat("What is the capital of Italy?")))) > 10


def test_a_guess_is_what_followed_the_same_two_tokens_last_time() -> None:
    assert guess_continuation([1, 2, 3, 4, 1, 2, 5, 6, 1, 2], length=3) == [5, 6, 1]
    assert guess_continuation([7, 7, 7], length=2) == [7]
    assert guess_continuation([1, 2, 3], length=2) == []
    assert guess_continuation([1], length=2) == []


def test_an_answer_that_repeats_its_prompt_is_settled_several_tokens_at_a_time(llm: TransformersLLM) -> None:
    repeat = "Repeat this exactly: the quick brown fox jumps over the lazy dog by the river bank in the evening sun"
    pieces = [piece for piece in llm.stream_chat(chat(repeat)) if piece.delta]
    tokens = len(llm.tokens("".join(piece.delta or "" for piece in pieces)))
    assert len(pieces) < tokens


def test_the_same_prompt_again_gives_the_same_answer(llm: TransformersLLM) -> None:
    first = llm.chat(chat("Name an animal.")).message.content
    assert llm.chat(chat("Name an animal.")).message.content == first


def test_closing_the_stream_ends_it_and_frees_the_model(llm: TransformersLLM) -> None:
    with closing(llm.stream_chat(chat("Tell me a story " * 100))) as stream:
        next(stream)  # while the prompt is still being read
    assert llm.chat(chat("Name a colour.")).message.content


def test_a_stop_and_a_deadline_cut_the_answer_short(llm: TransformersLLM) -> None:
    whole = list(write(llm, chat("Count to one hundred."), 100.0, threading.Event()))
    assert sum(1 for piece in whole if piece) > 5
    stopped = threading.Event()
    pieces = []
    for piece in write(llm, chat("Count to one hundred."), 100.0, stopped):
        pieces.append(piece)
        if piece:
            stopped.set()
    assert sum(1 for piece in pieces if piece) == 1
    assert not any(write(llm, chat("Count to one hundred."), 1e-9, threading.Event()))


def test_two_askers_take_turns(llm: TransformersLLM) -> None:
    expected = {q: greedy(llm, chat(q)) for q in ("Name a colour.", "Name an animal.")}
    found: dict[str, str] = {}

    def ask(question: str) -> None:
        found[question] = llm.chat(chat(question)).message.content or ""

    threads = [threading.Thread(target=ask, args=(question,)) for question in expected]
    for thread in threads:
        thread.start()
        time.sleep(0.01)
    for thread in threads:
        thread.join()
    assert found == expected


def test_a_second_conversion_does_nothing(folder: Path) -> None:
    before = (folder / "model.safetensors").stat().st_mtime_ns
    assert converted(Path("not-there.gguf"), folder) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == before
