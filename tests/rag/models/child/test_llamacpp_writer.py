"""llama.cpp on a real model, the smallest: what it writes, from a state it reuses, and how soon it stops."""

from contextlib import closing
from pathlib import Path

import httpx
import pytest

from index_store.errors import AbstractQAError
from rag.models.child.llamacpp_writer import PREFILL_STEP, LlamaCppWriter

pytest.importorskip("xllamacpp", reason="the llamacpp extra is not installed")
STORY = "Tell me a story about a fox and a river. " * 60


@pytest.fixture(scope="module")
def writer(tiny_gguf: Path) -> LlamaCppWriter:
    return LlamaCppWriter(tiny_gguf)


def chat(question):
    return [
        {"role": "system", "content": "You answer in one short sentence."},
        {"role": "user", "content": question},
    ]


def test_messages_take_the_models_own_format_and_a_control_token_is_one(writer):
    prompt = writer.prompt(chat("Hello?"))
    assert prompt == (
        "<|im_start|>system\nYou answer in one short sentence.<|im_end|>\n"
        "<|im_start|>user\nHello?<|im_end|>\n<|im_start|>assistant\n"
    )
    start, *word, end = writer.tokens("<|im_start|>hi<|im_end|>")
    assert (start, end) == (1, 2)
    assert len(word) == 1


def test_it_answers_and_ends_by_itself(writer):
    pieces = list(writer.write(writer.prompt(chat("What is the capital of France?")), 60))
    assert "Paris" in "".join(pieces)
    assert "<|" not in "".join(pieces)


def test_no_more_tokens_are_written_than_asked(writer):
    text = "".join(writer.write(writer.prompt(chat("Count to one hundred.")), 5))
    assert 0 < len(writer.tokens(text)) <= 5


def test_the_same_prompt_gets_the_same_answer_also_from_a_kept_state(writer):
    prompt = writer.prompt(chat("Name an animal."))
    first = list(writer.write(prompt, 20))
    again = list(writer.write(prompt, 20))
    assert "".join(again) == "".join(first) != ""


def test_reading_yields_moments_to_stop_and_a_beginning_that_is_known_is_not_read_again(writer):
    prompt = writer.prompt(chat(f"{STORY} It begins in spring."))
    steps = len(writer.tokens(prompt)) // PREFILL_STEP
    assert empty_at_first(writer.write(prompt, 1)) >= steps > 5
    assert empty_at_first(writer.write(writer.prompt(chat(f"{STORY} It ends in winter.")), 1)) < 4


def empty_at_first(pieces):
    return next(i for i, piece in enumerate(pieces) if piece)


def test_closing_it_while_it_reads_or_writes_frees_the_model(writer):
    with closing(writer.write(writer.prompt(chat(STORY[::-1])), 2000)) as pieces:
        assert [next(pieces), next(pieces)] == ["", ""]
    with closing(writer.write(writer.prompt(chat("Count to one thousand.")), 2000)) as pieces:
        next(piece for piece in pieces if piece)
    assert "".join(writer.write(writer.prompt(chat("Name a colour.")), 20))


def test_a_prompt_that_does_not_fit_is_refused_in_one_line(writer):
    with pytest.raises(AbstractQAError, match=r"10001 tokens\) exceeds .* abstract-qa doctor"):
        next(writer.write("x y " * 5000, 5))


def test_a_file_that_is_no_model_is_told_with_the_command_that_checks(tmp_path: Path):
    (tmp_path / "broken.gguf").write_bytes(b"GGUF and then nothing")
    with pytest.raises(AbstractQAError, match=r"cannot load .*broken\.gguf.* abstract-qa models verify"):
        LlamaCppWriter(tmp_path / "broken.gguf")


def test_nobody_else_on_this_machine_can_ask_it(writer):
    with httpx.Client(trust_env=False) as stranger:
        reply = stranger.post(f"{writer._server.listening_address}/completion", json={"prompt": "Hello"})
    assert reply.status_code == 401
    assert "content" not in reply.json()


def test_it_says_nothing_on_the_streams(tiny_gguf, capfd):
    loaded = LlamaCppWriter(tiny_gguf)
    assert any(loaded.write(loaded.prompt(chat("Hello?")), 3))
    del loaded
    assert capfd.readouterr() == ("", "")
