"""Kill writers at random moments, and look whether what they had acknowledged is there.

    python -m tests.rag.ingest.storing.kill_writers FOLDER KILLS [SEED]

A writer is a fork that adds papers, removes some and says what it begins and what is done, until it is killed.
"""

import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from eval.speed.made_papers import MadeEmbedder
from index_store.damage import damage
from index_store.records import Paper
from index_store.segments import segment_writer
from rag.ingest.indexing import Change, open_index, update_index
from tests.rag.ingest.storing.small_papers import numbered

LONGEST = 0.8  # seconds that a writer lives
EMBEDDER = MadeEmbedder(8)


def change_of(step: int) -> Change:
    """Return what a writer does at a step: one paper more, now and then several, and one that goes."""
    added: list[Paper] = numbered(10 * step, 10 * step + (6 if step % 3 == 0 else 1))
    return Change(added, [f"p{10 * (step - 1)}"] if step % 2 else [])


def write(folder: Path, step: int, said: int) -> None:
    """Write one step after the other; never returns."""
    while True:
        os.write(said, f"begin {step}\n".encode())
        update_index(folder, lambda _, s=step: change_of(s), EMBEDDER)  # type: ignore[misc]
        os.write(said, f"done {step}\n".encode())
        step += 1


def killed(folder: Path, step: int, seconds: float) -> tuple[int, int]:
    """Return the last step that a writer had done when it was killed, and the last that it had begun."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        write(folder, step, writing)
    os.close(writing)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading) as lines:
        said = [line.split() for line in lines]
    steps = {"begin": step - 1, "done": step - 1} | {what: int(number) for what, number in said}
    return steps["done"], steps["begin"]


def stored(folder: Path) -> set[str]:
    """Return the ids of the papers that an index holds; asserts that it is whole."""
    assert damage(folder) == []
    index = open_index(folder, EMBEDDER)
    if index is None:
        return set()
    ids = {paper.paper_id for paper in index.table.papers()}
    assert index.manifest.paper_count == len(ids)
    index.close()
    return ids


def run(folder: Path, kills: int, seed: int) -> str:
    """Kill so many writers; return how it went."""
    with tempfile.TemporaryDirectory() as spare:  # what is loaded at first use is not loaded by every fork
        update_index(Path(spare), lambda _: change_of(1), EMBEDDER)
    segment_writer.COMPARED = 4  # so that Chroma is written too
    chance, step, between = random.Random(seed), 1, 0
    expected: set[str] = set()
    for _ in range(kills):
        done, begun = killed(folder, step, chance.uniform(0, LONGEST))
        for number in range(step, done + 1):
            change = change_of(number)
            expected = (expected | {paper.paper_id for paper in change.put}) - set(change.removed)
        found = stored(folder)
        if found != expected:
            change = change_of(begun)
            expected = (expected | {paper.paper_id for paper in change.put}) - set(change.removed)
            done, between = begun, between + 1
        assert found == expected, (found ^ expected, done, begun)
        step = done + 1
    return f"{kills} kills, {step - 1} changes, {between} of them published but not acknowledged: nothing lost"


if __name__ == "__main__":
    sys.stdout.write(run(Path(sys.argv[1]), int(sys.argv[2]), int((sys.argv[3:] or ["0"])[0])) + "\n")
