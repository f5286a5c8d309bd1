"""The smallest real model in a process of its own: it writes, takes turns, is stopped, waits, dies and comes back."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from llama_index.core.llms import ChatMessage, MessageRole

from rag import Assistant
from rag.answer import Answer
from rag.events import CutOff, SourcesFound, TextWritten
from rag.models.child.chat_writer import DecoderWriter
from rag.models.llm.generation import GenerationFailed, write
from rag.models.llm.local_llm import LocalLLM
from rag.models.llm.model_client import ModelClient, ModelFailed
from rag.models.runtimes.transformers_model import TransformersModel
from rag.models.store.model_store import ModelStore
from rag.retrieval.library import Library
from rag.settings import Settings
from tests.conftest import TINY_LLM

MAX_TOKENS = 40
COLOUR, COUNT = "Name a colour.", "Count to one hundred."


@pytest.fixture(scope="module")
def model(tiny_folder: Path) -> Iterator[ModelClient]:
    handle = ModelClient(TINY_LLM, "transformers", tiny_folder, 1)
    yield handle
    handle.close()


@pytest.fixture(scope="module")
def llm(model: ModelClient) -> LocalLLM:
    return LocalLLM(model, MAX_TOKENS)


def chat(question: str) -> list[ChatMessage]:
    return [
        ChatMessage(role=MessageRole.SYSTEM, content="You answer in one short sentence."),
        ChatMessage(role=MessageRole.USER, content=question),
    ]


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that nobody has asked for its exit code does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def is_gone(pid: int) -> bool:
    """Wait until a process has ended; return False if it does not."""
    for _ in range(600):
        if not is_alive(pid):
            return True
        time.sleep(0.1)
    return False


def test_it_writes_what_the_model_writes_here(llm: LocalLLM, tiny_folder: Path) -> None:
    writer = DecoderWriter(TransformersModel(tiny_folder), tiny_folder)
    prompt = writer.prompt([{"role": m.role.value, "content": m.content or ""} for m in chat(COUNT)])
    expected = "".join(writer.write(prompt, MAX_TOKENS))
    pieces = list(llm.stream_chat(chat(COUNT)))
    assert "".join(piece.delta or "" for piece in pieces) == expected == pieces[-1].message.content
    assert pieces[-1].message.additional_kwargs == {
        "prompt_tokens": len(writer.tokens(prompt)),
        "completion_tokens": len(writer.tokens(expected)),
    }
    assert llm.complete(prompt, formatted=True).text == llm.chat(chat(COUNT)).message.content
    assert llm.complete(COLOUR).text


def test_a_stream_closed_while_the_prompt_is_read_leaves_the_model_free_and_clean(llm: LocalLLM) -> None:
    expected = [llm.chat(chat(COLOUR)).message.content for _ in range(2)][1]
    with closing(llm.stream_chat(chat("Tell me a story. " * 400))) as stream:
        assert next(stream).message.content == ""
    llm.chat(chat(COLOUR))
    assert llm.chat(chat(COLOUR)).message.content == expected


def test_a_stop_and_a_deadline_cut_the_answer_short(llm: LocalLLM) -> None:
    whole = list(write(llm, chat(COUNT), 100.0, threading.Event()))
    assert sum(1 for piece in whole if piece) > 5
    stopped = threading.Event()
    pieces = []
    for piece in write(llm, chat(COUNT), 100.0, stopped):
        pieces.append(piece)
        if piece:
            stopped.set()
    assert sum(1 for piece in pieces if piece) == 1
    with pytest.raises(GenerationFailed, match="had not ended after 1e-09 s"):
        list(write(llm, chat(COUNT), 1e-9, threading.Event()))


def test_it_tells_what_it_is_doing(model: ModelClient, llm: LocalLLM) -> None:
    with closing(llm.stream_chat(chat(COUNT))) as stream:
        next(stream)
        assert model.doing == "working"
    assert model.doing == "ready"
    assert model.where == "transformers, 1 thread"


def test_two_askers_take_turns(llm: LocalLLM) -> None:
    found: dict[str, dict[str, int]] = {}

    def ask(prompt: str) -> None:
        for piece in llm.stream_complete(prompt, formatted=True):
            found[prompt] = piece.additional_kwargs

    prompts = ["One" + " and one" * length for length in (2, 150, 300)]
    threads = [threading.Thread(target=ask, args=(prompt,)) for prompt in prompts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[prompt]["prompt_tokens"] for prompt in prompts] == [5, 301, 601]


def test_it_waits_while_it_is_paused_and_then_goes_on(model: ModelClient) -> None:
    message = {"write": "Once upon a time", "max_tokens": 60}
    [whole] = [a["done"]["completion_tokens"] for a in model.request(message) if "done" in a]
    with closing(model.request(message)) as answers:
        with model.paused(), model.paused():
            silent = 0
            while silent < 3:
                answer = next(answers)
                assert "done" not in answer
                silent = 0 if answer else silent + 1
        [tokens] = [a["done"]["completion_tokens"] for a in answers if "done" in a]
    assert tokens == whole


def test_a_process_that_is_killed_is_told_after_what_was_written_and_another_takes_over(
    model: ModelClient, llm: LocalLLM
) -> None:
    killed = model.pid
    writing = write(llm, chat(COUNT), 100.0, threading.Event())
    assert next(piece for piece in writing if piece)
    os.kill(killed, signal.SIGKILL)
    with pytest.raises(GenerationFailed, match="stopped: its process was killed.* started again"):
        list(writing)
    assert llm.chat(chat(COLOUR)).message.content
    assert model.pid != killed


def test_a_process_that_dies_between_two_questions_is_not_noticed(model: ModelClient, llm: LocalLLM) -> None:
    os.kill(model.pid, signal.SIGKILL)
    os.waitid(os.P_PID, model.pid, os.WEXITED | os.WNOWAIT)
    assert llm.chat(chat(COLOUR)).message.content


def test_a_folder_without_a_model_is_one_line(tmp_path: Path) -> None:
    handle = ModelClient("m", "transformers", tmp_path, 2)
    said = rf"^The language model 'm' cannot be loaded from {tmp_path}: \w+: .*Check it: abstract-qa doctor$"
    for _ in range(2):
        with pytest.raises(ModelFailed, match=said):
            list(handle.request({"write": "x", "max_tokens": 1}))
    assert is_gone(handle.pid)


def test_the_process_ends_with_the_last_who_holds_it(tiny_folder: Path) -> None:
    handle = ModelClient(TINY_LLM, "transformers", tiny_folder, 1)
    pid = handle.pid
    assert psutil.pid_exists(pid)
    del handle
    assert is_gone(pid)


HOLDS_A_MODEL = """
import sys
from pathlib import Path
from rag.models.llm.model_client import ModelClient
handle = ModelClient("m", "transformers", Path(sys.argv[1]), 1)
print(handle.pid, flush=True)
answers = handle.request({"write": "Once upon a time", "max_tokens": 4000})
while "piece" not in next(answers):
    pass
print("writing", flush=True)
for answer in answers:
    pass
"""


def test_no_process_is_left_when_the_one_that_asks_is_killed(tiny_folder: Path) -> None:
    command = [sys.executable, "-c", HOLDS_A_MODEL, str(tiny_folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as asking:
        assert asking.stdout is not None
        pid = int(asking.stdout.readline())
        assert asking.stdout.readline() == "writing\n"
        assert is_alive(pid)
        asking.kill()
    assert is_gone(pid)


def test_three_lines_are_a_program(indexed_home: Path, tiny_folder: Path, tmp_path: Path) -> None:
    """Without a `__main__` guard, and from a folder whose files are named like the libraries of the model."""
    script = tmp_path / "three_lines.py"
    script.write_text(
        "from rag import Assistant\n"
        f"assistant = Assistant.load(llm={str(tiny_folder)!r}, runtime='transformers')\n"
        "print(assistant.ask('How much smaller are the models of Compressor?').model)\n"
    )
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "torch.py").write_text("raise SystemExit('not this one')\n")
    done = subprocess.run([sys.executable, str(script)], cwd=folder, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == (f"{tiny_folder}\n", 0), done.stderr


def test_an_answer_whose_model_dies_is_partial_and_the_next_is_whole(
    home: Path, shared_library: Library, model_store: ModelStore, model: ModelClient
) -> None:
    assistant = Assistant(Settings(llm=TINY_LLM), shared_library, model_store)
    assistant.model.__dict__["_process"] = model
    killed = model.pid
    question = "How much smaller are the models that Compressor makes?"
    draft, events = "", []
    for event in assistant.stream(question):
        events.append(event)
        draft += event.text if isinstance(event, TextWritten) else ""
        if len(draft) > 40 and is_alive(killed):
            os.kill(killed, signal.SIGKILL)
    *_, cut_off, answer = events
    assert isinstance(events[0], SourcesFound)
    assert isinstance(cut_off, CutOff)
    assert "is being started again" in cut_off.reason
    assert isinstance(answer, Answer)
    assert answer.status == "partial"
    assert "160 times smaller" in answer.text
    whole = "".join(event.text for event in assistant.stream(question) if isinstance(event, TextWritten))
    assert whole.startswith(draft)
    assert len(whole) > len(draft)
