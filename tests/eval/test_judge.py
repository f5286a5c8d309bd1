"""The judging model, on a real HTTP server on loopback that works or fails."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from made import answer

from eval.asking.judge import Judge
from eval.sets.question_set import Case
from index_store.errors import AbstractQAError

CASE = Case("q", "How long does it take?", True, facts=(("12 minutes", "twelve minutes"), ("clay",)))


class JudgeServer(ThreadingHTTPServer):
    """Lists one model, and replies to whatever it is asked with `says`."""

    says: Any = "yes"
    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: JudgeServer

    def do_GET(self) -> None:
        assert self.path == "/v1/models"
        self.reply({"object": "list", "data": [{"id": "wise"}, {"id": "other"}]})

    def do_POST(self) -> None:
        assert self.path == "/v1/chat/completions"
        self.server.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.server.keys.append(self.headers["Authorization"])
        self.reply({"choices": [{"index": 0, "message": {"role": "assistant", "content": self.server.says}}]})

    def reply(self, record: dict[str, Any]) -> None:
        body = json.dumps(record).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[JudgeServer]:
    judge_server = JudgeServer()
    thread = threading.Thread(target=judge_server.serve_forever, daemon=True)
    thread.start()
    yield judge_server
    judge_server.shutdown()
    judge_server.server_close()


@pytest.mark.parametrize(
    ("said", "expected"),
    [("yes", 1), ("No.", 0), ("**Yes**, it does.", 1), (" no\n", 0), ("Nothing", None), ("", None), (None, None)],
)
def test_the_first_word_is_the_opinion(server: JudgeServer, said: str | None, expected: float | None) -> None:
    server.says = said
    assert Judge(server.url).judged_right(CASE, answer("In clay, 12 minutes [1].")) == expected


def test_the_judge_is_shown_question_facts_and_answer(server: JudgeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ABSTRACT_QA_LLM_API_KEY", "s3cret")
    judge = Judge(server.url + "/")
    assert judge.judged_right(CASE, answer("In clay [1].")) == 1
    monkeypatch.setenv("ABSTRACT_QA_JUDGE_API_KEY", "mine")
    judge.judged_right(CASE, answer("In clay [1]."))
    (shown,) = server.requests[0]["messages"]
    assert "Question: How long does it take?\n" in shown["content"]
    assert "- 12 minutes | twelve minutes\n- clay\n" in shown["content"]
    assert shown["content"].endswith("Answer: In clay.")
    assert (server.requests[0]["model"], server.requests[0]["temperature"]) == ("wise", 0)
    assert server.keys == ["Bearer none", "Bearer mine"]


def test_what_needs_no_judge_is_not_asked(server: JudgeServer) -> None:
    judge = Judge(server.url, "other")
    assert judge.model == "other"
    assert judge.judged_right(CASE, answer()) == 0  # a refusal
    assert judge.judged_right(Case("q", "?", True), answer("Yes.")) is None
    assert judge.judged_right(Case("q", "?", False, facts=(("x",),)), answer("Yes.")) is None
    assert not server.requests


def test_a_server_that_fails_is_one_line(server: JudgeServer) -> None:
    server.status = 500
    with pytest.raises(AbstractQAError, match="The judge at http://127.0.0.1:.*500.*--judge-url") as failure:
        Judge(server.url, "m").judged_right(CASE, answer("In clay."))
    assert "\n" not in str(failure.value)
    server.status = 200
    with pytest.raises(AbstractQAError, match="KeyError"):
        Judge(server.url)._reply("GET", "models", "choices")
    with pytest.raises(AbstractQAError, match="ConnectError"):
        _ = Judge("http://127.0.0.1:1/v1").model
    with pytest.raises(AbstractQAError, match="expected an OpenAI-compatible server"):
        _ = Judge("nowhere").model
