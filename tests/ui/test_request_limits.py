"""Who may use the page, and how much a request may hold."""

from collections.abc import Iterator

import httpx
import pytest
from pydantic import SecretStr

from index_store.errors import AbstractQAError
from rag.settings import load_settings
from tests.ui.served_page import free_port
from ui.server import LARGEST_REQUEST, sign_in
from ui.serving import launch


def test_another_address_needs_a_password_that_is_not_on_the_command_line(home) -> None:
    with pytest.raises(AbstractQAError, match="0.0.0.0.*set ABSTRACT_QA_PASSWORD.*settings.toml.*--host 127.0.0.1"):
        sign_in("0.0.0.0", None)
    allowed = sign_in("0.0.0.0", SecretStr("correct horse"))
    assert allowed is not None
    assert (allowed("anyone", "correct horse"), allowed("anyone", "wrong")) == (True, False)
    assert sign_in("127.0.0.1", None) is None


def test_the_password_comes_from_the_environment_and_is_not_shown(home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ABSTRACT_QA_PASSWORD", "correct horse")
    settings = load_settings()
    assert settings.password is not None
    assert "correct horse" not in repr(settings)
    monkeypatch.setenv("ABSTRACT_QA_PASSWORD", "short")
    with pytest.raises(AbstractQAError, match="password: .*at least 8") as told:
        load_settings()
    assert "short" not in str(told.value).replace("too_short", "")


@pytest.fixture
def address(make_assistant, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("ABSTRACT_QA_PASSWORD", "correct horse")
    assistant, port = make_assistant(lambda prompt: iter(["x"])), free_port()
    page = launch(assistant, "127.0.0.1", port)
    yield f"http://127.0.0.1:{port}"
    page.close(verbose=False)


def test_without_the_password_there_is_no_page_and_large_requests_are_refused(address: str) -> None:
    client = httpx.Client(base_url=address, trust_env=False, timeout=30)
    assert "papers" not in client.get("/").text
    assert client.post("/login", data={"username": "me", "password": "wrong horse"}).status_code == 400
    assert client.post("/gradio_api/queue/join", json={"data": []}).status_code == 401
    assert client.post("/login", data={"username": "me", "password": "correct horse"}).status_code == 200
    assert "Every statement cites" in client.get("/").text
    large = b"x" * (LARGEST_REQUEST + 1)
    for path in ("/gradio_api/queue/join", "/gradio_api/call/x", "/login", "/nowhere"):
        assert client.post(path, content=large).status_code == 413
        assert client.post(path, content=iter([large])).status_code >= 400
    file = {"files": ("a.bib", large)}
    assert client.post("/gradio_api/upload", files=file).status_code == 200
