"""A real server, a real index and a real browser; only the language model is scripted: wording is not the subject."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rag.assistant import Assistant
from rag.models.store.model_store import ModelStore
from rag.retrieval.library import Library
from rag.settings import Settings
from tests.scripted_llm import Script, ScriptedLLM
from tests.ui.chromium import chromium
from tests.ui.served_page import free_port
from ui.serving import launch

expect.set_options(timeout=30_000)  # a loaded machine is slow; what does come, comes sooner

MakeAssistant = Callable[..., Assistant]
OpenPage = Callable[[Assistant], Page]


@pytest.fixture
def make_assistant(home: Path, shared_library: Library, model_store: ModelStore) -> MakeAssistant:
    """Return a maker of assistants over the bundled papers (or another library) whose model follows a script."""

    def make(script: Script, library: Library = shared_library) -> Assistant:
        assistant = Assistant(Settings(llm="scripted"), library, model_store)
        assistant.model.__dict__["_loaded"] = ScriptedLLM(script)
        return assistant

    return make


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Return an opener of the chat page; whatever the page asks of another host, or complains of, fails the test."""
    servers, contexts, requests, complaints = [], [], [], []

    def open_(assistant: Assistant) -> Page:
        port = free_port()
        servers.append(launch(assistant, "127.0.0.1", port))
        context = browser.new_context(viewport={"width": 1300, "height": 850})
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        page.goto(f"http://127.0.0.1:{port}")
        page.locator("#question textarea").wait_for()
        return page

    yield open_
    for context in contexts:
        context.close()
    for server in servers:
        server.close(verbose=False)
    assert requests
    assert [url for url in requests if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))] == []
    assert complaints == []
