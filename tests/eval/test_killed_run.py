"""A run that is killed and resumed equals an uninterrupted one: real processes, a real small model."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from made import SHORT

from eval.asking.runs import Outcome, open_run
from eval.sets.question_set import own_questions
from tests.conftest import TINY_LLM

QUESTIONS = 12


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    cases = own_questions("report")
    chosen = cases[:: len(cases) // QUESTIONS][:QUESTIONS]
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(json.dumps({k: v for k, v in case.to_dict().items() if v != ""}) + "\n" for case in chosen))
    return file


def started(questions: Path, out: Path, *options: str) -> subprocess.Popen[str]:
    program = str(Path(sys.executable).with_name("abstract-qa"))
    command = [program, "eval", "answers", "--questions", str(questions), "--out", str(out), "--llm", TINY_LLM]
    return subprocess.Popen(
        [*command, *options], env={**os.environ, **SHORT}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finished(process: subprocess.Popen[str]) -> str:
    out, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    return out


def killed_later(process: subprocess.Popen[str], out: Path, count: int) -> int:
    """Kill a process at a random moment after it has answered `count` cases; return how many it has answered then."""
    file = out / "outcomes.jsonl"
    while process.poll() is None and (not file.exists() or file.read_bytes().count(b"\n") < count):
        time.sleep(0.02)
    time.sleep(random.uniform(0, 0.5))
    process.kill()
    process.communicate()
    return file.read_bytes().count(b"\n")


def timeless(outcome: Outcome) -> dict[str, Any]:
    record = outcome.to_dict()
    del record["answer"]["timings"]
    record["metrics"] = {name: value for name, value in record["metrics"].items() if not name.endswith("seconds")}
    return record


@pytest.mark.slow
@pytest.mark.model
def test_a_run_killed_at_random_and_resumed_equals_one_that_was_not(
    indexed_home: Path, questions: Path, tmp_path: Path
) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    printed = finished(started(questions, whole))
    counts = [
        killed_later(started(questions, broken), broken, 2),
        killed_later(started(questions, broken, "--resume", "--workers", "2"), broken, 5),
    ]
    assert 2 <= counts[0] < counts[1] < QUESTIONS
    finished(started(questions, broken, "--resume"))
    expected, found = ({o.case.id: timeless(o) for o in open_run(folder).outcomes} for folder in (whole, broken))
    assert len(expected) == QUESTIONS
    assert len(open_run(broken).outcomes) == QUESTIONS
    assert found == expected
    assert sum(bool(outcome["trace"]["draft"]) for outcome in found.values()) >= QUESTIONS // 2  # the model was asked
    assert printed.splitlines()[1].split()[:2] == ["all", str(QUESTIONS)]
