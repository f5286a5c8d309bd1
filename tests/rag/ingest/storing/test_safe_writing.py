"""Writers that are killed, disks that are full: what was stored stays whole."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from eval.speed.made_papers import MadeEmbedder
from index_store.damage import damage
from index_store.generations import SEGMENTS, IndexBusy
from index_store.records import Paper
from index_store.segments import segment_writer
from index_store.segments.stacked import save_array
from rag.ingest.indexing import Change, build_index, open_index, update_index
from rag.ingest.storing import index_writer
from rag.machine.files import DiskFull, explained_disk_errors
from tests.rag.ingest.storing import kill_writers
from tests.rag.ingest.storing.small_papers import Store, numbered


def kill(folder: Path, kills: int) -> str:
    command = [sys.executable, "-m", kill_writers.__name__, str(folder), str(kills)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the writers are forks")
def test_writers_that_are_killed_lose_nothing(folder: Path) -> None:
    assert "10 kills" in kill(folder, 10)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the writers are forks")
def test_many_writers_that_are_killed_lose_nothing(folder: Path) -> None:
    assert "200 kills" in kill(folder, 200)


def test_a_stopped_ingest_goes_on_with_the_segments_that_it_had_finished(
    folder: Path, made: MadeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_writer, "WRITTEN", 5)

    def stop_at(stop: int, told: list[int]) -> None:
        def progress(done: int, total: int) -> None:
            told.append(done)
            if done >= stop:
                raise KeyboardInterrupt

        build_index(folder, numbered(0, 20), made, progress).close()

    with pytest.raises(KeyboardInterrupt):
        stop_at(45, [])
    assert open_index(folder, made) is None
    assert len(list((folder / SEGMENTS).iterdir())) == 2  # of five papers, with four texts each
    told: list[int] = []
    stop_at(1000, told)
    assert told[-1] == 40
    index = open_index(folder, made)
    assert index is not None
    assert index.table.papers() == numbered(0, 20)
    assert len(index.manifest.segments) == 4


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_a_full_disk_is_said_by_arrays_and_by_sqlite(tmp_path: Path) -> None:
    with pytest.raises(DiskFull, match="Not enough room in"), explained_disk_errors(tmp_path):
        save_array(Path("/dev/full"), np.zeros(100_000))
    database = sqlite3.connect(tmp_path / "small.sqlite3")
    database.execute("PRAGMA max_page_count = 2")
    with pytest.raises(DiskFull, match="Not enough room in"), explained_disk_errors(tmp_path):
        database.executescript("CREATE TABLE a (b); INSERT INTO a VALUES (ZEROBLOB(1000000))")
    database.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", folder]
    if shutil.which("mount") is None or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=False)


def test_an_index_on_a_full_disk_stays_whole_and_is_searched(
    small_disk: Path, made: MadeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segment_writer, "COMPARED", 4)
    folder = small_disk / "index"
    build_index(folder, numbered(0, 5), made).close()
    with pytest.raises(DiskFull, match="Not enough room in"):
        build_index(folder, numbered(0, 3000), made)
    assert damage(folder) == []
    with pytest.raises(OSError, match="No space"):
        (small_disk / "filler").write_bytes(b"." * 2_000_000)
    index = open_index(folder, made)
    assert index is not None
    assert index.table.papers() == numbered(0, 5)
    assert len(index.dense.nearest(made.read_query("subject3").vector, 3)) == 3
    index.close()


def test_writers_at_the_same_time_lose_nothing(folder: Path, made: MadeEmbedder) -> None:
    def add(paper: Paper) -> None:
        while True:
            with contextlib.suppress(IndexBusy):
                update_index(folder, lambda _: Change([paper]), made)
                return
            time.sleep(0.01)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(add, numbered(0, 6)))
    index = open_index(folder, made)
    assert index is not None
    assert sorted(index.table.papers(), key=lambda paper: paper.paper_id) == numbered(0, 6)


def test_the_put_paper_that_is_also_removed_is_removed(store: Store) -> None:
    assert store(*numbered(0, 2), removed=["p1"]).table.papers() == numbered(0, 1)
