"""A store of two made-up models, with a server that has them; and an assistant with any language model."""

import math
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from file_server import FileServer, running
from llama_index.core.llms import LLM
from tiny_models import CONFIG, CONFIG_ON_HUB, EMBEDDER, SPLIT, WEIGHTS, WEIGHTS_ON_HUB

from rag import Assistant
from rag.models.store.model_store import ModelStore
from rag.retrieval.library import Library
from rag.settings import Settings
from rag.text.fitted import LogisticModel


@pytest.fixture
def server(monkeypatch):
    with running(FileServer()) as server:
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("HF_ENDPOINT", f"{server.url}/hub")
        monkeypatch.setenv("PIP_INDEX_URL", f"{server.url}/simple/")
        server.files |= {CONFIG_ON_HUB: CONFIG, WEIGHTS_ON_HUB: WEIGHTS}
        yield server


@pytest.fixture
def closed_address():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def store(tmp_path):
    return ModelStore(tmp_path / "models", (EMBEDDER, SPLIT))


@pytest.fixture
def assistant_with(shared_library: Library, model_store: ModelStore, home: Path) -> Callable[[LLM], Assistant]:
    def assistant_with(llm: LLM) -> Assistant:
        assistant = Assistant(Settings(), shared_library, model_store)
        assistant.model.__dict__["_loaded"] = llm
        return assistant

    return assistant_with


@pytest.fixture
def made_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the reader weights by which tests can reckon.

    A sentence with 0.3 of the attention is part of the answer, and none where that is not told; of those alike, one
    with words of the question is likelier. A question is answered if both readings together say rather Yes than No, and
    no premise is denied.
    """
    part = {"part": 0.5}
    read = LogisticModel(math.log(0.7 / 0.3), {"share": 1.0, "words_behind": -0.01}, "", part)
    monkeypatch.setattr("rag.reading.reader.PART_READ", read)
    monkeypatch.setattr("rag.reading.reader.PART_UNREAD", LogisticModel(-3.0, {"words_behind": -0.01}, "", part))
    answered = LogisticModel(0.0, {"yes": 1.0, "yes_of_few": 1.0, "denied": -9.0}, "", {"answered": 0.5})
    monkeypatch.setattr("rag.refusing.refusal.ANSWERED", answered)
