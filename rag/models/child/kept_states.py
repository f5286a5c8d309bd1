"""The states after the first turns of prompts, which later prompts share: in memory, and on disk for the next start.

To read the instructions of a plan takes seconds; to load what was read, a tenth of one.
"""

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from rag.models.runtimes.logit_model import State

RULE = "states-1"  # how a model computes them; an older file is not read
PARTS = ("keys", "values")
MOST_KEPT = 4  # instructions whose state is kept; that of a thousand tokens takes 30 MB


class KeptStates:
    """Keeps states by the tokens read; the folder is of one model and runtime, None keeps them in memory only."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._states: dict[tuple[int, ...], State] = {}

    def get(self, tokens: Sequence[int]) -> State | None:
        """Return the state after these tokens, None where it is not kept."""
        if tuple(tokens) not in self._states and (read := self._read(tokens)):
            self._remember(tokens, read)
        return self._states.get(tuple(tokens))

    def keep(self, tokens: Sequence[int], state: State) -> None:
        """Keep a state; a folder that cannot be written is left alone."""
        self._remember(tokens, state)
        if self._folder:
            _write(self._folder, tokens, state)

    def _remember(self, tokens: Sequence[int], state: State) -> None:
        self._states[tuple(tokens)] = state
        if len(self._states) > MOST_KEPT:
            del self._states[next(iter(self._states))]

    def _read(self, tokens: Sequence[int]) -> State | None:
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        if not self._folder or not (file := self._folder / _name(tokens)).is_file():
            return None
        with suppress(OSError, SafetensorError, KeyError):
            tensors = load_file(file)
            os.utime(file)  # the file used last is deleted last
            return [(tensors[f"keys.{n}"], tensors[f"values.{n}"]) for n in range(len(tensors) // len(PARTS))]
        return None


def _write(folder: Path, tokens: Sequence[int], state: State) -> None:
    """Write a state and delete the files used least lately; nothing is left of one that does not fit on the disk."""
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    fresh = folder / f"{os.getpid()}.new"
    tensors = {f"{name}.{n}": part for n, pair in enumerate(state) for name, part in zip(PARTS, pair, strict=True)}
    with suppress(OSError, SafetensorError):
        folder.mkdir(exist_ok=True)
        save_file(tensors, fresh)
        os.replace(fresh, folder / _name(tokens))
        for file in sorted(folder.glob("*.safetensors"), key=lambda file: -file.stat().st_mtime)[MOST_KEPT:]:
            file.unlink(missing_ok=True)
    with suppress(OSError):
        fresh.unlink(missing_ok=True)


def _name(tokens: Sequence[int]) -> str:
    return hashlib.sha256(f"{RULE} {list(tokens)}".encode()).hexdigest() + ".safetensors"
