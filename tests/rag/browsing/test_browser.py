"""The list follows the collection; what a file would add is told before it is kept; collections share their models."""

import json
import threading
from pathlib import Path

import pytest

from index_store.errors import AbstractQAError
from index_store.records import Paper
from rag.assistant import Assistant
from rag.assistants import Assistants
from rag.browsing.browser import Browser
from rag.browsing.paper_list import PaperQuery
from rag.ingest.indexing import build_index
from rag.models.embedder.embedding import Embedder
from rag.models.store.model_store import ModelStore
from rag.retrieval.library import Library
from rag.settings import Settings

FISH = {"title": "Fish That Fly", "abstract": "Some fish fly for 40 metres."}


@pytest.fixture
def library(tmp_path: Path, embedder: Embedder, pots: list[Paper]) -> Library:
    build_index(tmp_path / "index", pots, embedder).close()
    return Library(tmp_path / "index", embedder)


def written(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def titles(browser: Browser) -> list[str]:
    return sorted(listed.title for listed in browser.find(PaperQuery()))


def test_the_list_follows_the_collection(library: Library, tmp_path: Path) -> None:
    browser = Browser(library)
    before = titles(browser)
    library.ingest(written(tmp_path / "f.jsonl", FISH))
    assert titles(browser) == sorted([*before, "Fish That Fly"])
    assert browser.sources() == [("f.jsonl", 1)]
    (fish,) = browser.find(PaperQuery("fly"))
    found = browser.paper(fish.paper_id)
    assert found is not None
    assert found.abstract == FISH["abstract"]
    library.undo()
    assert titles(browser) == before
    assert browser.paper(fish.paper_id) is None


def test_a_preview_tells_what_an_ingest_would_do_and_stores_nothing(library: Library, tmp_path: Path) -> None:
    known = {"title": "A Survey of Lids", "abstract": library.paper("lids").abstract, "url": "https://example.org/lids"}
    file = written(tmp_path / "f.jsonl", FISH, known, {"title": "Nothing More"})
    preview = library.preview(file)
    assert [paper.title for paper in preview.papers] == ["Fish That Fly", "A Survey of Lids"]
    assert len(library.papers()) == 3
    assert [failed.reason for failed in preview.report.failed] == ["no abstract"]
    assert library.ingest(file) == preview.report


def test_progress_is_told_to_who_asks_for_it(library: Library, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    library.ingest(written(tmp_path / "f.jsonl", FISH), progress=lambda *step: told.append(step))
    assert told[-1] == ("Indexing abstracts", 2, 2)


def test_questions_are_answered_from_what_was_while_papers_are_added(
    library: Library, model_store: ModelStore, tmp_path: Path
) -> None:
    assistant = Assistant(Settings(), library, model_store)
    indexing, go_on = threading.Event(), threading.Event()

    def wait(what: str, done: int, total: int) -> None:
        indexing.set()
        assert go_on.wait(30)

    file = written(tmp_path / "f.jsonl", FISH)
    adding = threading.Thread(target=lambda: assistant.library.ingest(file, progress=wait))
    adding.start()
    assert indexing.wait(30)
    answer = assistant.ask("How many hours a day do cats sleep?", extractive=True)
    assert "15 hours" in answer.text
    assert len(assistant.papers()) == 3
    go_on.set()
    adding.join()
    assert len(assistant.papers()) == 4


def test_collections_are_apart_and_share_the_models(
    home: Path, library: Library, model_store: ModelStore, tmp_path: Path
) -> None:
    first = Assistant(Settings(), library, model_store)
    assistants = Assistants(first)
    assert assistants.of("") is assistants.of("seeds") is first
    other = assistants.of("fish")
    assert assistants.of("fish") is other
    assert other.model is first.model
    assert titles(assistants.browser_of("fish")) == assistants.browser_of("fish").sources() == []
    file = written(tmp_path / "f.jsonl", FISH)
    assert [paper.collection for paper in other.preview(file).papers] == ["fish"]
    other.ingest(file)
    assert titles(assistants.browser_of("fish")) == ["Fish That Fly"]
    assert len(first.papers()) == 3
    assert assistants.names() == ["seeds", "fish"]
    for name in ("../up", "a b", "x" * 41):
        with pytest.raises(AbstractQAError, match="expected up to 40 letters"):
            assistants.of(name)
