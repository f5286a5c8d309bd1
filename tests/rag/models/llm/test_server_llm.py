"""Any OpenAI-compatible server can write: against a real HTTP server on loopback, well and ill."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.llms import ChatMessage

from rag.models.llm.generation import GenerationFailed, load_llm, write
from rag.settings import load_settings

COMPLETION = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}


class ModelServer(ThreadingHTTPServer):
    """Streams `words` as chat completions; `breaks_after` words the connection is cut."""

    words = ("Clay ", "pots ", "boil.")
    breaks_after: int | None = None
    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []


class Handler(BaseHTTPRequestHandler):
    server: ModelServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(body)
        self.server.keys.append(self.headers["Authorization"])
        self.send_response(self.server.status)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for count, word in enumerate(self.server.words):
            if count == self.server.breaks_after:
                return  # the stream ends in the middle: the client sees an incomplete body
            choice = {"index": 0, "delta": {"content": word, "role": "assistant"}}
            self._event(json.dumps({**COMPLETION, "choices": [choice]}))
        self._event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, data: str) -> None:
        line = f"data: {data}\n\n".encode()
        self.wfile.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server(home: Path) -> Iterator[ModelServer]:
    model_server = ModelServer()
    thread = threading.Thread(target=model_server.serve_forever, daemon=True)
    thread.start()
    yield model_server
    model_server.shutdown()
    model_server.server_close()


def written(server: ModelServer) -> Iterator[str]:
    settings = load_settings(
        llm="m", llm_url=f"http://127.0.0.1:{server.server_port}/v1", llm_api_key="s3cret", deadline_seconds=20
    )
    llm = load_llm(settings, pytest.fail)
    return write(llm, [ChatMessage(content="What do clay pots do?")], 20, threading.Event())


def test_the_words_of_the_server_are_streamed(server: ModelServer) -> None:
    assert "".join(written(server)) == "Clay pots boil."
    (request,) = server.requests
    assert request["model"] == "m"
    assert request["temperature"] == 0.0
    assert request["messages"][-1]["content"] == "What do clay pots do?"
    assert server.keys == ["Bearer s3cret"]


def test_a_connection_that_breaks_is_told_after_what_was_written(server: ModelServer) -> None:
    server.breaks_after = 2
    pieces: list[str] = []
    with pytest.raises(GenerationFailed, match="abstract-qa doctor"):
        pieces.extend(written(server))
    assert "".join(pieces) == "Clay pots "


def test_an_error_of_the_server_is_one_line_without_the_key(server: ModelServer) -> None:
    server.status = 500
    with pytest.raises(GenerationFailed, match="language model 'm' failed") as failure:
        list(written(server))
    assert "\n" not in str(failure.value)
    assert "s3cret" not in str(failure.value)
