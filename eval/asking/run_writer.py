"""Add outcomes to a run: whole lines, from one process at a time, and only to a run with the same description."""

import fcntl
import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from eval.asking.runs import DESCRIPTION, OUTCOMES, Outcome, read_manifest, read_outcomes
from index_store.errors import AbstractQAError
from rag.machine.files import explained_disk_errors, write_atomically

SAME = ("format", "program", "questions", "settings", "index")  # equal for all outcomes of a run


class RunWriter:
    """Adds outcomes to the run in a folder, from any thread; `done` are those that it held before.

    Raises AbstractQAError when the folder holds outcomes and `resume` is false, when its run has another description,
    and when another process is writing it.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any], resume: bool) -> None:
        self._adding = threading.Lock()
        with explained_disk_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._file = (folder / OUTCOMES).open("ab")
            try:
                self._lock(folder)
                self.done = self._existing(folder, manifest, resume)
            except BaseException:
                self._file.close()
                raise

    def __enter__(self) -> Self:
        """Return the writer."""
        return self

    def __exit__(self, *problem: object) -> None:
        """Release the run."""
        self._file.close()

    def add(self, outcome: Outcome) -> None:
        """Write an outcome; it survives a crash of this process."""
        with self._adding, explained_disk_errors(Path(self._file.name).parent):
            self._file.write(json.dumps(outcome.to_dict(), ensure_ascii=False).encode() + b"\n")
            self._file.flush()

    def _lock(self, folder: Path) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AbstractQAError(f"Another process is writing the run in {folder}. Name another --out.") from error

    def _existing(self, folder: Path, manifest: Mapping[str, Any], resume: bool) -> list[Outcome]:
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
                    "Resume it: --resume. Start another run: another --out"
                )
        else:
            write_atomically(folder / DESCRIPTION, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
        self._file.truncate((folder / OUTCOMES).read_bytes().rfind(b"\n") + 1)  # drops a line that was cut off
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
