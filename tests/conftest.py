"""What tests share: a folder with the real small models, tiny collections, and a language model with a script."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from index_store.records import Paper
from rag.machine.home import home_folder
from rag.models.embedder.embedding import Embedder
from rag.models.runtimes.conversion import converted, rounded
from rag.models.store.model_store import ModelStore
from rag.retrieval.library import Library

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # before torch: the models of several tests share the cores
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it, and so would its children

EMBEDDER = "all-MiniLM-L6-v2"
TINY_LLM = "smollm2-135m-instruct"


@pytest.fixture(scope="session")
def model_store() -> ModelStore:
    """Return the user's own store: what is fetched once serves every run."""
    return ModelStore(Path(os.environ.get("ABSTRACT_QA_TEST_HOME") or home_folder()) / "models")


@pytest.fixture(scope="session")
def embedder(model_store: ModelStore) -> Embedder:
    return Embedder(EMBEDDER, model_store.fetch(EMBEDDER))


@pytest.fixture(scope="session")
def tiny_gguf(model_store: ModelStore) -> Path:
    """Return the file of the smallest language model."""
    return next(model_store.fetch(TINY_LLM).glob("*.gguf"))


@pytest.fixture(scope="session")
def tiny_folder(tiny_gguf: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the smallest language model as a transformers folder, converted once for all tests."""
    return converted(tiny_gguf, tmp_path_factory.mktemp("converted") / "tiny")


@pytest.fixture(scope="session")
def tiny_int8(tiny_gguf: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the smallest language model in 8-bit integers, rounded once for all tests."""
    return rounded(tiny_gguf, tmp_path_factory.mktemp("rounded") / "tiny")


@pytest.fixture
def home(tmp_path: Path, model_store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home folder that the program uses, with the fetched models linked in."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "models").symlink_to(model_store.folder, target_is_directory=True)
    timed = model_store.folder.parent / "machine.json"  # else each such home has the machine timed anew
    if timed.exists():
        shutil.copy(timed, folder)
    monkeypatch.setenv("ABSTRACT_QA_HOME", str(folder))
    monkeypatch.setenv("ABSTRACT_QA_EMBEDDER", EMBEDDER)  # the index that tests share has no vectors of whole papers
    return folder


@pytest.fixture
def indexed_home(home: Path, shared_library: Library) -> Path:
    """Return a home folder in which the bundled papers are indexed already."""
    shutil.copytree(shared_library.folder, home / "index")
    return home


@pytest.fixture(scope="session")
def shared_library(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    """Return the bundled collection, indexed once for all tests that only read it."""
    library = Library(tmp_path_factory.mktemp("bundled") / "index", embedder)
    assert library.index.manifest.paper_count == 118
    yield library
    library.index.close()


@pytest.fixture
def pots() -> list[Paper]:
    """Return three papers small enough to reason about by hand."""
    return [
        Paper(
            "pots",
            "Pots That Boil: Heating Water in Clay",
            "We study clay pots. A clay pot of 3 litres boils water in 12 minutes. Copper is faster.",
        ),
        Paper("lids", "A Survey of Lids", "Lids keep heat inside. A lid saves 40% of the fuel."),
        Paper("cats", "Sleeping Habits of Cats", "Cats sleep for 15 hours a day. Kittens sleep longer."),
    ]
