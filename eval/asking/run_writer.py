"""Adding to a run: only to one of the same description, one process at a time, a whole line at a time."""

import fcntl
import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from eval.asking.runs import DESCRIPTION, OUTCOMES, Outcome, read_manifest, read_outcomes
from index_store.errors import AbstractQAError
from rag.machine.files import explained_disk_errors, write_atomically

SAME = ("format", "program", "questions", "settings", "index")  # what all outcomes of a run have in common


class RunWriter:
    """Adds outcomes to the run in a folder, from any thread; `done` are those that it held before.

    Raises AbstractQAError when the folder holds outcomes and is not to be resumed, when its run is described
    otherwise, and when another process is writing it.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any], resume: bool) -> None:
        self._adding = threading.Lock()
        with explained_disk_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._file = (folder / OUTCOMES).open("ab")
            try:
                self._lock(folder)
                self.done = self._taken_up(folder, manifest, resume)
            except BaseException:
                self._file.close()
                raise

    def __enter__(self) -> Self:
        """Return the writer."""
        return self

    def __exit__(self, *problem: object) -> None:
        """Leave the run to others."""
        self._file.close()

    def add(self, outcome: Outcome) -> None:
        """Write an outcome; from then on it survives whatever happens to this process."""
        with self._adding, explained_disk_errors(Path(self._file.name).parent):
            self._file.write(json.dumps(outcome.to_dict(), ensure_ascii=False).encode() + b"\n")
            self._file.flush()

    def _lock(self, folder: Path) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AbstractQAError(f"Another process is writing the run in {folder}. Name another --out.") from error

    def _taken_up(self, folder: Path, manifest: Mapping[str, Any], resume: bool) -> list[Outcome]:
        held = read_manifest(folder)
        size = (folder / OUTCOMES).stat().st_size
        if held is None and size:
            raise AbstractQAError(f"{folder} holds outcomes of an earlier version. Name another --out.")
        if held is not None and size:
            _check_same(folder, held, manifest)
            if not resume:
                count = len(read_outcomes(folder / OUTCOMES))
                raise AbstractQAError(
                    f"{folder} holds this run already, {count} of {manifest['questions']['cases']} cases answered. "
                    "Go on with it: --resume. Ask anew: another --out"
                )
        else:
            write_atomically(folder / DESCRIPTION, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
        self._file.truncate((folder / OUTCOMES).read_bytes().rfind(b"\n") + 1)  # a line cut off in writing
        return read_outcomes(folder / OUTCOMES)


def _check_same(folder: Path, held: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    for name, value in _flat({key: wanted[key] for key in SAME}).items():
        found = _flat(held).get(name)
        if found != value:
            raise AbstractQAError(
                f"{folder} holds a run with {name} {found!r}; this one has {value!r}. Name another --out."
            )


def _flat(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return `settings: {llm: x}` as `settings.llm: x`."""
    return {
        f"{key}.{inner}" if inner else key: value
        for key, values in manifest.items()
        for inner, value in (values.items() if isinstance(values, dict) else [("", values)])
    }
