"""Nearest vectors by Chroma, of the texts of one segment: chunks, and whole papers where they have vectors.

Chroma writes when it opens, and garbled files bring down the whole process. So what is stored is never opened itself:
it is checked, and a scratch copy of Chroma's small database is opened that links to the large files.
"""

import contextlib
import errno
import logging
import shutil
import sqlite3
import tempfile
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import chromadb
import numpy as np
from chromadb.config import Settings
from chromadb.errors import ChromaError

from index_store.errors import AbstractQAError
from index_store.whole_files import DamagedIndex, check, seal

CollectionName = Literal["chunks", "papers"]
SEARCH_WIDTH = 200  # HNSW candidates; 100 miss some of the nearest in collections of 10,000 and more
DATABASE = "chroma.sqlite3"
ROOM = 2**20  # bytes that Chroma takes beside the vectors, which it writes twice
_log = logging.getLogger("abstract_qa")


def _client(folder: Path) -> Any:
    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def write_chroma(folder: Path, collections: Mapping[CollectionName, np.ndarray]) -> None:
    """Write unit vectors (rows, dimension) of each collection under their rows."""
    folder.mkdir()
    needed = ROOM + 2 * sum(vectors.nbytes for vectors in collections.values())
    with _explained(folder, needed), contextlib.closing(_client(folder)) as client:
        for name, vectors in collections.items():
            _write_collection(client, name, vectors)
    with contextlib.closing(sqlite3.connect(folder / DATABASE)) as database:
        database.execute("VACUUM")  # the vectors are in Chroma's other files by now
    seal(folder)


def _write_collection(client: Any, name: str, vectors: np.ndarray) -> None:
    configuration = {"space": "cosine", "ef_search": SEARCH_WIDTH, "sync_threshold": max(2, len(vectors))}
    collection = client.create_collection(name, embedding_function=None, configuration={"hnsw": configuration})
    step = min(1000, client.get_max_batch_size())
    for start in range(0, len(vectors), step):
        rows = range(len(vectors))[start : start + step]
        collection.add(ids=[str(row) for row in rows], embeddings=vectors[start : start + step].astype(np.float32))


@contextlib.contextmanager
def _explained(folder: Path, needed: int) -> Iterator[None]:
    """Tell a disk that is full from other failures, which Chroma itself does not."""
    try:
        yield
    except ChromaError as error:
        if shutil.disk_usage(folder).free < needed:
            raise OSError(errno.ENOSPC, "No space left on device", str(folder)) from error
        raise AbstractQAError(f"Chroma cannot write {folder}: {error}. Try again, or free some memory.") from error


class ChromaFolder:
    """The collections of a segment, opened at first use; closed when nothing refers to it any more, or by `close`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._collections: dict[str, Any] | None = None
        self._close: Any = lambda: None

    def nearest(self, name: CollectionName, vector: np.ndarray, count: int) -> list[int] | None:
        """Return the rows of the `count` nearest to a unit vector; None where Chroma cannot be asked."""
        collection = self._opened().get(name)
        if collection is None:
            return None
        try:
            found = collection.query(query_embeddings=[vector.astype(np.float32)], n_results=count, include=[])
            rows = [int(row) for row in found["ids"][0]]
        except (ChromaError, ValueError) as error:
            self._without(error)
            return None
        if len(rows) != count:
            self._without(f"{len(rows)} found of {count}")
            return None
        return rows

    def _opened(self) -> Mapping[str, Any]:
        with self._lock:
            if self._collections is None:
                try:
                    self._collections = self._open()
                except (ChromaError, DamagedIndex, OSError) as error:
                    self._without(error)
            return self._collections or {}

    def _open(self) -> dict[str, Any]:
        check(self._folder, lambda name: True, content=True)
        scratch, clients = Path(tempfile.mkdtemp(prefix="abstract-qa-")), list[Any]()
        self._close = weakref.finalize(self, _close, clients, scratch)
        for path in self._folder.iterdir():
            if path.is_dir():
                (scratch / path.name).symlink_to(path.absolute(), target_is_directory=True)
        shutil.copyfile(self._folder / DATABASE, scratch / DATABASE)
        clients.append(_client(scratch))
        return {name: clients[0].get_collection(name, embedding_function=None) for name in _names(clients[0])}

    def _without(self, why: object) -> None:
        """Remember that Chroma cannot be asked: its vectors are compared one by one from now on."""
        _log.warning("%s: comparing every vector instead (%s)", self._folder, why)
        self._collections = {}

    def close(self) -> None:
        """Release Chroma's files."""
        self._close()


def _names(client: Any) -> list[str]:
    return [collection.name for collection in client.list_collections()]


def _close(clients: Sequence[Any], scratch: Path) -> None:
    for client in clients:
        client.close()
    shutil.rmtree(scratch, ignore_errors=True)
