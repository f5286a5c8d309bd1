"""Files of a visitor are held apart, read under their own names, and gone after."""

import threading
from pathlib import Path

import pytest

from rag.assistants import Assistants
from ui.library.keeping import kept
from ui.library.visitor_files import hold, let_go

BIB = "@article{a, title={Fish That Fly}, author={Doe, Jane}, year=2021, abstract={Some fish fly for 40 metres.}}\n"


def bib(folder: Path, name: str = "refs.bib") -> str:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(BIB)
    return str(folder / name)


def test_files_of_one_name_stay_two_and_all_are_deleted(tmp_path: Path) -> None:
    held = hold([bib(tmp_path / "one"), bib(tmp_path / "two")], "some text", "mine")
    assert [path.name for path in held.paths] == ["refs.bib", "refs.bib", "pasted text"]
    assert len({path.read_text() for path in held.paths}) == 2
    assert all(path.is_relative_to(held.folder) for path in held.paths)
    let_go(held)
    assert not held.folder.exists()
    let_go(held)
    let_go(None)


def test_two_visitors_hold_the_same_file_apart(tmp_path: Path) -> None:
    file = bib(tmp_path)
    first, second = hold([file], "", "mine"), hold([file], "", "mine")
    let_go(first)
    assert second.paths[0].read_text() == BIB
    let_go(second)


def test_a_file_that_is_gone_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(OSError, match=r"gone\.bib"):
        hold([str(tmp_path / "gone.bib")], "", "mine")
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_is_told_and_its_files_are_deleted(make_assistant, own_library, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assistants = Assistants(make_assistant(lambda prompt: iter(()), own_library))
    held = hold([bib(tmp_path)], "", "")
    *steps, last = kept(assistants, held)
    assert "Reading" in steps[0].shown
    assert last.said == "1 added, 0 updated, 0 unchanged, 0 failed."
    assert not held.folder.exists()
    assert [paper.title for paper in own_library.papers()] == ["Fish That Fly"]


def test_what_cannot_be_kept_is_told(make_assistant, own_library, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assistants = Assistants(make_assistant(lambda prompt: iter(()), own_library))
    (tmp_path / "odd.bib").write_bytes(b"\x00\x01")
    *_, last = kept(assistants, hold([str(tmp_path / "odd.bib")], "", ""))
    assert "odd.bib" in last.shown
    assert not last.is_stored
    assert "Nothing is held" in next(kept(assistants, None)).shown


def test_what_was_begun_is_finished_when_nobody_listens(make_assistant, own_library, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assistants = Assistants(make_assistant(lambda prompt: iter(()), own_library))
    held = hold([bib(tmp_path)], "", "")
    steps = kept(assistants, held)
    next(steps)
    steps.close()
    done = threading.Event()
    for _ in range(300):
        if not held.folder.exists():
            break
        done.wait(0.1)
    assert [paper.title for paper in own_library.papers()] == ["Fish That Fly"]
