"""The run folder: outcomes are read as written, and runs are never mixed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from made import answer, outcome

from eval.asking.run_writer import RunWriter
from eval.asking.runs import FORMAT, Outcome, open_run, read_outcomes
from eval.sets.question_set import Case
from index_store.errors import AbstractQAError

MANIFEST = {
    "format": FORMAT, "program": "1", "questions": {"name": "q", "sha256": "5", "cases": 3},
    "settings": {"llm": "m", "runtime": None}, "index": "i", "machine": {"cores": 2},
}  # fmt: skip
FIRST = outcome(Case("a", "Why\u2028so?", True, facts=(("x", "y"), ("z",))), answer("x\u2028 z [1]. “é”"))
SECOND = outcome(Case("b", "Why?", False, history=({"question": "1", "answer": "2"},)), answer())


def written(folder: Path, *outcomes: Outcome, resume: bool = False, **manifest: object) -> list[Outcome]:
    """Add outcomes to a run; return those that it held before."""
    with RunWriter(folder, {**MANIFEST, **manifest}, resume) as writer:
        for one in outcomes:
            writer.add(one)
        return writer.done


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    assert written(tmp_path / "new" / "run", FIRST, SECOND) == []
    run = open_run(tmp_path / "new" / "run")
    assert run.outcomes == (FIRST, SECOND)
    assert run.manifest == MANIFEST
    lines = (run.folder / "outcomes.jsonl").read_bytes().splitlines()
    assert [list(json.loads(line)) for line in lines] == [["case", "answer", "trace", "metrics"]] * 2
    assert list(json.loads(lines[0])["case"]) == [
        "id", "question", "answerable", "history", "type", "gold_papers", "borderline", "near", "facts",
        "gold_sentences", "must_not", "correction", "note",
    ]  # fmt: skip


def test_a_line_that_was_cut_off_is_skipped_in_reading_and_removed_in_resuming(tmp_path: Path) -> None:
    written(tmp_path, FIRST)
    file = tmp_path / "outcomes.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + '{"case": {"id": "é'.encode()[:-1])  # within a character
    assert open_run(tmp_path).outcomes == (FIRST,)
    assert file.read_bytes() != whole  # reading writes nothing
    assert written(tmp_path, SECOND, resume=True) == [FIRST]
    assert open_run(tmp_path).outcomes == (FIRST, SECOND)


def test_a_folder_with_outcomes_is_resumed_only_on_request(tmp_path: Path) -> None:
    written(tmp_path, FIRST)
    with pytest.raises(AbstractQAError, match=r"1 of 3 cases answered\. Resume it: --resume") as failure:
        written(tmp_path, SECOND)
    assert "\n" not in str(failure.value)
    assert open_run(tmp_path).outcomes == (FIRST,)
    written(tmp_path / "other", resume=True)  # nothing there to resume: it starts
    written(tmp_path / "other", SECOND)  # without an outcome so far
    assert open_run(tmp_path / "other").outcomes == (SECOND,)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"questions": {**MANIFEST["questions"], "sha256": "6"}}, "with questions.sha256 '5'; this one has '6'"),
        ({"settings": {"llm": "n", "runtime": None}}, "with settings.llm 'm'; this one has 'n'"),
        ({"settings": {"llm": "m", "runtime": "int8"}}, "with settings.runtime None; this one has 'int8'"),
        ({"index": "j"}, "with index 'i'; this one has 'j'"),
        ({"program": "2"}, "with program '1'; this one has '2'"),
        ({"format": FORMAT + 1}, f"with format {FORMAT}; this one has {FORMAT + 1}"),
    ],
)
def test_another_run_is_never_mixed_in(tmp_path: Path, other: dict, said: str) -> None:
    written(tmp_path, FIRST)
    with pytest.raises(AbstractQAError, match=f"{said}.*Name another --out"):
        written(tmp_path, SECOND, resume=True, **other)
    assert open_run(tmp_path).outcomes == (FIRST,)


def test_another_machine_may_resume(tmp_path: Path) -> None:
    written(tmp_path, FIRST)
    assert written(tmp_path, SECOND, resume=True, machine={"cores": 64}) == [FIRST]


def test_two_processes_do_not_write_one_run(tmp_path: Path) -> None:
    other = (
        "from eval.asking.run_writer import RunWriter; from pathlib import Path; import json, sys;"
        "RunWriter(Path(sys.argv[1]), json.loads(sys.argv[2]), resume=True)"
    )
    with RunWriter(tmp_path, MANIFEST, resume=False) as writer:
        command = [sys.executable, "-c", other, str(tmp_path), json.dumps(MANIFEST)]
        process = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "Another process is writing the run" in process.stderr
        writer.add(FIRST)
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_what_is_no_run_of_this_version_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(AbstractQAError, match=r"holds no run\.json; expected the folder of a run"):
        open_run(tmp_path / "missing")
    (tmp_path / "outcomes.jsonl").write_text('{"case": {}}\n')
    with pytest.raises(AbstractQAError, match="of an earlier version"):
        open_run(tmp_path)
    with pytest.raises(AbstractQAError, match="outcomes of an earlier version. Name another --out"):
        written(tmp_path, resume=True)
    with pytest.raises(AbstractQAError, match=r"outcomes\.jsonl:1 is not an outcome of this version"):
        read_outcomes(tmp_path / "outcomes.jsonl")
    (tmp_path / "run.json").write_text('{"format": 1}')
    with pytest.raises(AbstractQAError, match="a run of format 1; this version reads"):
        open_run(tmp_path)
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(AbstractQAError, match=r"run\.json cannot be read"):
        open_run(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(AbstractQAError, match="Cannot use"):
        written(tmp_path / "file")


@pytest.mark.parametrize(
    ("case", "record", "verdict", "good"),
    [
        (Case("q", "?", True, facts=(("x",),)), answer("x"), "right", True),
        (Case("q", "?", True, facts=(("x",),)), answer("y"), "wrong", False),
        (Case("q", "?", True, facts=(("x",),), must_not=("z",)), answer("x z"), "wrong", False),
        (Case("q", "?", True, facts=(("x",),)), answer(), "refused", False),
        (Case("q", "?", True), answer("y"), "answered", True),
        (Case("q", "?", False), answer("y"), "answered", False),
        (Case("q", "?", False), answer(), "refused", True),
    ],
)
def test_verdicts(case: Case, record: dict, verdict: str, good: bool) -> None:
    made = outcome(case, record)
    assert (made.verdict, made.correct) == (verdict, good)
