"""Check everything an answer needs, and name the command that mends what is wrong."""

import os
import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from index_store.damage import damage
from index_store.errors import AbstractQAError
from index_store.records import SEEDS
from rag.machine.files import explained_disk_errors
from rag.machine.home import collection_folder, collection_names, home_folder
from rag.models.store.catalogue import find_model
from rag.models.store.model_store import ModelStore
from rag.settings import load_settings

if TYPE_CHECKING:
    from rag.models.embedder.embedding import Embedder

LIBRARIES = ("torch", "transformers", "sentence-transformers", "chromadb", "llama-index-core", "gradio")
ROOM_GB = 1.0


@dataclass(frozen=True)
class Finding:
    """The outcome of one check; `found` names the command that mends what is not `well`."""

    what: str
    well: bool
    found: str


def examine() -> Iterator[Finding]:
    """Yield one finding a check; a check that fails does not stop the others."""
    checks: dict[str, Callable[[], str]] = {
        "versions": _versions,
        "home folder": _home,
        "settings": lambda: "llm {0.llm}, embedder {0.embedder}; all: abstract-qa config".format(load_settings()),
        "embedder": _embedder,
        "language model": _language_model,
        "runtime": _runtime,
        **{_label(name): partial(_index, name) for name in collection_names()},
    }
    for what, check in checks.items():
        try:
            yield Finding(what, True, check())
        except AbstractQAError as error:
            yield Finding(what, False, str(error))


def _label(collection: str) -> str:
    return "index" if collection == SEEDS else f"collection {collection}"


def _embedder() -> str:
    from rag.models.embedder.embedding import embedder_names

    return ", ".join(map(_model, embedder_names(load_settings().embedder)))


def _versions() -> str:
    return f"Python {platform.python_version()}, " + ", ".join(f"{n} {metadata.version(n)}" for n in LIBRARIES)


def _home() -> str:
    folder = home_folder()
    if not os.access(folder, os.W_OK):
        raise AbstractQAError(
            f"{folder} can only be read: searching works, nothing can be added. "
            "Make it writable, or set ABSTRACT_QA_HOME."
        )
    free = shutil.disk_usage(folder).free / 1e9
    if free < ROOM_GB:
        raise AbstractQAError(
            f"{folder} has {free:.1f} GB free; at least {ROOM_GB:.0f} GB are needed. Make room or set ABSTRACT_QA_HOME."
        )
    return f"{folder}, {free:.0f} GB free"


def _model(name: str) -> str:
    store = ModelStore()
    if name not in [model.name for model in store.catalogue]:
        return f"{name} (not of the catalogue)"
    state = store.state(find_model(name, store.catalogue))
    if state != "complete":
        raise AbstractQAError(f"{name} is {state}. Fetch it: abstract-qa models fetch {name}")
    return f"{name} is complete"


def _language_model() -> str:
    settings = load_settings()
    if not settings.llm_url:
        return _model(settings.llm)
    import httpx

    try:
        response = httpx.get(f"{settings.llm_url.rstrip('/')}/models", timeout=5)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise AbstractQAError(
            f"No model server answers at {settings.llm_url} ({type(error).__name__}). "
            "Start it, or set ABSTRACT_QA_LLM_URL to where it is."
        ) from error
    return f"{settings.llm} on {settings.llm_url} (HTTP {response.status_code})"


def _runtime() -> str:
    from rag.models.runtimes.prepare import chosen

    settings = load_settings()
    if settings.llm_url:
        return "that of the server"
    model = Path(settings.llm)
    if not model.exists():
        _model(settings.llm)  # raises when it is not here yet
        model = ModelStore().path(settings.llm)
    _, choice = chosen(settings.runtime, model)
    return f"{choice.runtime}, threads {choice.threads}: {choice.why}"


def _index(collection: str) -> str:
    from rag.ingest.indexing import open_index

    folder = collection_folder(collection)
    with explained_disk_errors(folder):
        if found := damage(folder):
            raise AbstractQAError(
                f"{len(found)} files of the index are damaged: {found[0]}. Mend it: abstract-qa doctor --repair"
            )
        index = open_index(folder, _opened_embedder())
    if index is None:
        return "none yet; the first question builds it from the bundled papers" if collection == SEEDS else "no papers"
    return f"{index.name}: {index.manifest.paper_count} papers, {index.manifest.chunk_count} chunks"


def mend() -> Iterator[Finding]:
    """Mend the index of every collection, as far as its papers can be read; yield what was mended and what is lost."""
    from rag.ingest.indexing import repair

    for collection in collection_names():
        try:
            repaired = repair(collection_folder(collection), _opened_embedder())
        except AbstractQAError as error:
            yield Finding(_label(collection), False, str(error))
            continue
        yield from (Finding("mended", True, line) for line in repaired.mended)
        yield from (Finding("lost", False, line) for line in repaired.lost)


def _opened_embedder() -> "Embedder":
    from rag.models.embedder.embedding import open_embedder

    return open_embedder(load_settings().embedder, ModelStore().path)
