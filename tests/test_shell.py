"""The program as a user runs it: real processes, what they print where, and their exit codes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BAKING = "How long do I bake sourdough bread in a wood oven?"


def abstract_qa(*arguments: str, home: Path | None = None, **more: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **({"ABSTRACT_QA_HOME": str(home)} if home else {})}
    return subprocess.run(
        [str(Path(sys.executable).with_name("abstract-qa")), *arguments],
        env=environment, capture_output=True, text=True, check=False, timeout=600, **more,
    )  # type: ignore[call-overload, no-any-return] # fmt: skip


def one_line(process: subprocess.CompletedProcess[str]) -> str:
    """Return the last line of stderr, after checking that nothing looks like a traceback."""
    assert "Traceback" not in process.stderr
    return process.stderr.strip().splitlines()[-1]


def test_help_lists_every_command() -> None:
    process = abstract_qa("--help")
    assert process.returncode == 0
    for command in ("ask", "search", "chat", "ingest", "papers", "eval", "models", "doctor", "config"):
        assert f"\n  {command} " in process.stdout
        assert abstract_qa(command, "--help").returncode == 0


def test_search_builds_the_index_at_first_use_and_prints_json_alone(home: Path) -> None:
    process = abstract_qa("search", "weight poisoning attacks", "--limit", "3", "--json", home=home)
    assert process.returncode == 0
    rows = json.loads(process.stdout)
    assert rows[0]["title"] == "Weight Poisoning Attacks on Pre-trained Models"
    assert len(rows) == 3
    assert "Indexing abstracts" in process.stderr
    again = abstract_qa("search", "weight poisoning attacks", "--limit", "3", "--json", home=home)
    assert (again.stdout, again.stderr) == (process.stdout, "")


def test_abstaining_is_exit_code_3_and_still_an_answer(indexed_home: Path) -> None:
    process = abstract_qa("ask", BAKING, "--extractive", "--json", home=indexed_home)
    assert process.returncode == 3
    answer = json.loads(process.stdout)
    assert (answer["status"], answer["citations"], len(answer["nearest"])) == ("abstained", [], 3)


def test_a_quoted_answer_needs_no_language_model(indexed_home: Path) -> None:
    process = abstract_qa("ask", "--extractive", "How much smaller are Compressor's models?", home=indexed_home)
    assert process.returncode == 0
    assert "160 times smaller than the original size.” [1]" in process.stdout


@pytest.mark.parametrize(
    ("question", "said"),
    [("", "The question is empty"), ("w" * 5000, "5,000 characters"), ("\x07\x1b", "The question is empty")],
)
def test_a_bad_question_is_wrong_use(home: Path, question: str, said: str) -> None:
    process = abstract_qa("ask", "-", home=home, input=question)
    assert process.returncode == 2
    assert said in one_line(process)
    assert process.stdout == ""
    assert not (home / "index").exists()  # it is refused before anything is built


@pytest.mark.parametrize(
    "arguments", [("ask", "--nonsense"), ("serach",), ("search", "x", "--limit", "0"), ("ingest",)]
)
def test_wrong_use_is_one_line_and_exit_code_2(home: Path, arguments: tuple[str, ...]) -> None:
    process = abstract_qa(*arguments, home=home)
    assert process.returncode == 2
    assert one_line(process).startswith("abstract-qa: ")
    assert process.stdout == ""


def test_ingest_reports_and_harms_nothing(indexed_home: Path, tmp_path: Path) -> None:
    papers = tmp_path / "papers.csv"
    papers.write_text("title,abstract\nFish That Fly,Some fish leave the water.\nNo Abstract,\n")
    process = abstract_qa("ingest", str(papers), home=indexed_home)
    assert process.returncode == 1
    assert "1 added, 0 updated, 0 unchanged, 1 failed" in process.stdout
    assert "papers.csv, line 3" in process.stderr
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    for path in (tmp_path / "binary", tmp_path / "missing.txt"):
        bad = abstract_qa("ingest", str(path), home=indexed_home)
        assert bad.returncode == 1
        assert path.name in one_line(bad)
    listed = abstract_qa("papers", "--json", home=indexed_home)
    assert len(json.loads(listed.stdout)) == 119


def test_config_shows_values_and_origins(home: Path) -> None:
    (home / "settings.toml").write_text("passages = 4\n")
    process = abstract_qa("config", home=home)
    assert "passages = 4  # settings.toml" in process.stdout
    (home / "settings.toml").write_text("pasages = 4\n")
    assert "pasages" in one_line(abstract_qa("config", home=home))


def test_a_home_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    process = abstract_qa("search", "x", home=tmp_path / "file")
    assert process.returncode == 1
    assert "ABSTRACT_QA_HOME" in one_line(process)


def test_doctor_names_what_is_wrong_and_the_command(indexed_home: Path, tmp_path: Path) -> None:
    well = abstract_qa("doctor", home=indexed_home)
    assert "ok    embedder: all-MiniLM-L6-v2 is complete" in well.stdout
    ill = abstract_qa("doctor", home=tmp_path / "empty")
    assert ill.returncode == 1
    assert (
        "FAIL  embedder: all-MiniLM-L6-v2 is absent. Fetch it: abstract-qa models fetch all-MiniLM-L6-v2" in ill.stdout
    )


@pytest.mark.slow
def test_an_index_of_another_embedder_names_the_rebuild_and_the_rebuild_mends_it(indexed_home: Path) -> None:
    manifest = next((indexed_home / "index").glob("*/manifest.json"))
    manifest.write_text(manifest.read_text().replace("all-MiniLM-L6-v2", "some-other-model"))
    refused = abstract_qa("search", "x y z", home=indexed_home)
    assert refused.returncode == 1
    assert "some-other-model" in one_line(refused)
    assert "abstract-qa ingest --rebuild" in one_line(refused)
    assert abstract_qa("ingest", "--rebuild", home=indexed_home).returncode == 0
    assert abstract_qa("search", "x y z", home=indexed_home).returncode == 0


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a POSIX shell")
def test_a_reader_that_goes_away_is_no_traceback(indexed_home: Path) -> None:
    program = Path(sys.executable).with_name("abstract-qa")
    process = subprocess.run(
        ["sh", "-c", f"{program} papers | head -1"],
        env={**os.environ, "ABSTRACT_QA_HOME": str(indexed_home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in process.stderr
    assert process.stdout.count("\n") == 1
