"""The collections of papers on this machine: each has an assistant of its own, all share its models."""

import copy
import re
import threading
from collections.abc import Sequence
from pathlib import Path

from index_store.errors import AbstractQAError
from rag.assistant import Assistant
from rag.browsing.browser import Browser
from rag.ingest.incoming import IngestReport
from rag.machine.home import collection_folder, collection_names
from rag.machine.progress import Progress
from rag.retrieval.library import Library
from rag.settings import COLLECTION_NAME


class Assistants:
    """Gives the assistant of a collection; the one that it was made with is `first`."""

    def __init__(self, first: Assistant) -> None:
        self.first = first
        self._opening = threading.Lock()
        self._assistants = {first.settings.collection: first}
        self._browsers: dict[str, Browser] = {}

    def names(self) -> list[str]:
        """Return the names of the collections that have papers or had some."""
        return list(dict.fromkeys([*collection_names(), *self._assistants]))

    def of(self, name: str) -> Assistant:
        """Return the assistant of a collection, which may be new; empty: the first. Raises AbstractQAError."""
        name = name or self.first.settings.collection
        with self._opening:
            if name not in self._assistants:
                self._assistants[name] = _over(self.first, name)
            return self._assistants[name]

    def ingest(self, name: str, paths: Sequence[Path], progress: Progress) -> IngestReport:
        """Add the papers of files to a collection, and tell how far it is. Raises AbstractQAError."""
        return self.of(name).library.ingest(*paths, progress=progress)

    def browser_of(self, name: str) -> Browser:
        """Return the list of a collection's papers; empty: of the first. Raises AbstractQAError."""
        assistant = self.of(name)
        return self._browsers.setdefault(assistant.settings.collection, Browser(assistant.library))


def _over(first: Assistant, name: str) -> Assistant:
    """Return an assistant over another collection, with the models of the first."""
    if not re.fullmatch(COLLECTION_NAME, name):
        raise AbstractQAError(
            f"A collection cannot be named {name[:60]!r}: expected up to 40 letters, digits, - and _, beginning with "
            "a letter or a digit."
        )
    other = copy.copy(first)
    other.settings = first.settings.model_copy(update={"collection": name})
    other.library = Library(collection_folder(name), first.library.embedder, collection=name)
    return other
