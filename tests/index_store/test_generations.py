"""A generation is published whole or not at all, one writer at a time, and no number is taken twice."""

import subprocess
import sys
from pathlib import Path

import pytest

from index_store.generations import (
    IndexBusy,
    back_to,
    current_generation,
    generation_before,
    new_generation,
    writer_lock,
)
from index_store.whole_files import DamagedIndex


def test_a_generation_is_published_whole_or_not_at_all(tmp_path: Path) -> None:
    assert current_generation(tmp_path) is None
    with new_generation(tmp_path) as folder:
        (folder / "content").write_text("first")
    with pytest.raises(OSError, match="content"), new_generation(tmp_path) as folder:
        (folder / "content" / "under a file").write_text("half of the second")
    current = current_generation(tmp_path)
    assert current is not None
    assert (current / "content").read_text() == "first"
    assert not list(tmp_path.glob("*.writing"))


def test_old_generations_go_but_the_one_before_stays(tmp_path: Path) -> None:
    for number in range(4):
        with new_generation(tmp_path) as folder:
            (folder / "number").write_text(str(number))
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["000003", "000004"]
    assert generation_before(tmp_path) == tmp_path / "000003"


def test_what_was_undone_goes_with_the_next_one_and_its_number_stays_taken(tmp_path: Path) -> None:
    for _ in range(3):
        with new_generation(tmp_path):
            pass
    back_to(tmp_path, tmp_path / "000002")
    assert current_generation(tmp_path) == tmp_path / "000002"
    (tmp_path / "CURRENT").unlink()
    assert current_generation(tmp_path) == tmp_path / "000002"
    with new_generation(tmp_path):
        pass
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["000002", "000004"]


@pytest.mark.parametrize("content", [b"", b"000009\n", b"\xff\x00", b"../000001"])
def test_a_garbled_pointer_is_one_line(tmp_path: Path, content: bytes) -> None:
    with new_generation(tmp_path):
        pass
    (tmp_path / "CURRENT").write_bytes(content)
    with pytest.raises(DamagedIndex, match=r"CURRENT names .*abstract-qa doctor --repair"):
        current_generation(tmp_path)


def test_segments_stay_while_a_kept_generation_names_them(tmp_path: Path) -> None:
    for named in ('["a"]', '["a", "b"]', '["c"]', '["c"]'):
        for name in "abcd":
            (tmp_path / "segments" / name).mkdir(parents=True, exist_ok=True)
        with new_generation(tmp_path) as folder:
            (folder / "manifest.json").write_text(f'{{"segments": {named}}}')
    assert [path.name for path in (tmp_path / "segments").iterdir()] == ["c"]


def test_a_writer_that_was_killed_leaves_the_current_generation(tmp_path: Path) -> None:
    with new_generation(tmp_path) as folder:
        (folder / "content").write_text("whole")
    script = (
        "import os, sys, pathlib\nfrom index_store.generations import new_generation\n"
        "with new_generation(pathlib.Path(sys.argv[1])) as folder:\n"
        "    (folder / 'content').write_text('half'); os.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert killed.returncode == -9
    current = current_generation(tmp_path)
    assert current is not None
    assert (current / "content").read_text() == "whole"
    with new_generation(tmp_path):
        pass


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    with (
        writer_lock(tmp_path),
        pytest.raises(IndexBusy, match="Another process is writing"),
        writer_lock(tmp_path),
    ):
        pass
