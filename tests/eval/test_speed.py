"""The speed benchmark: figures by hand, and a real run of two questions through the shell."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from eval.sets.question_set import Case
from eval.speed.limits import Limits
from eval.speed.speed import Round, SpeedRun, spread_over_types
from eval.speed.speed_report import Spread, limits, spread, summary, table, to_dict
from eval.speed.timed import Timed

OURS = Timed(False, 100, 1100, 3100, 4000, 400, 21, "draft")
NAIVE = Timed(False, 50, 8050, 13050, 13050, 1600, 21, "text")
LIMITS = Limits(bandwidth=20e9, arithmetic={"bfloat16": 1600e9, "int8": 3200e9})


def run_of(*rounds: Round) -> SpeedRun:
    machine = {"processor": "P", "cores": 2, "memory_gb": 8.0, "instructions": ["avx2"], "torch": "2"}
    return SpeedRun("m", "i", machine, 10**9, 10**9, 3 * 10**9, 6 * 10**9, rounds)


def test_percentiles_of_numbers_made_by_hand() -> None:
    assert spread([50, None, 10, 30, 20, 40]) == Spread(30, 20, 40, 48)
    assert spread([7]) == Spread(7, 7, 7, 7)
    assert spread([None]) is None


def test_rates_and_ratios_of_times_made_by_hand() -> None:
    rows = summary(run_of(Round("a", "t", OURS, NAIVE, LIMITS)))
    medians = {name: {key: s and s.median for key, s in row.items()} for name, row in rows.items()}
    assert medians == {
        "sources on screen, ms": {"ours": 100, "naive": 50, "times_better": 0.5},
        "first token, ms": {"ours": 1100, "naive": 8050, "times_better": pytest.approx(8050 / 1100)},
        "whole answer, ms": {"ours": 4000, "naive": 13050, "times_better": 3.2625},
        "prompt read, tokens a second": {"ours": 400, "naive": 200, "times_better": 2},
        "answer written, tokens a second": {"ours": 10, "naive": 4, "times_better": 2.5},
    }
    reached = {
        name: (row["ours"], row["naive"]) for name, row in limits(run_of(Round("a", "t", OURS, NAIVE, LIMITS))).items()
    }
    assert {name: (ours.median, naive.median) for name, (ours, naive) in reached.items() if ours and naive} == {
        "reading, bfloat16 arithmetic": (0.5, 0.25),
        "writing, bfloat16 weights": (1.0, 0.4),
        "reading, int8 arithmetic": (0.25, 0.125),
        "writing, int8 weights": (0.5, 0.2),
    }


def test_the_table_shows_medians_and_shares() -> None:
    lines = table(run_of(Round("a", "t", OURS, NAIVE, LIMITS))).splitlines()
    cells = {name: rest for name, *rest in (re.split(r" {2,}", line) for line in lines)}
    assert cells["whole answer, ms"][2] == "3.26 (3.26 to 3.26, p95 3.26)"
    assert cells["writing, int8 weights"] == ["20 (20 to 20, p95 20)", "50% (50% to 50%)", "20% (20% to 20%)"]
    assert lines[-1] == "Peak memory: ours 3.0 GB, with naive beside it 6.0 GB."


def test_what_ours_refused_is_counted_and_not_timed() -> None:
    refusal = Timed(True, 100, None, None, 120, 0, 0, "")
    run = run_of(Round("a", "t", OURS, NAIVE, LIMITS), Round("b", "t", refusal, replace(NAIVE, refused=True), LIMITS))
    assert summary(run)["whole answer, ms"]["ours"] == Spread(4000, 4000, 4000, 4000)
    assert "2 questions: ours answered 1, refused 1; naive answered 1, refused 1. The 1 that" in table(run)
    assert to_dict(run)["rounds"][1]["ours"]["total_ms"] == 120
    assert "\nfirst token, ms " in table(run_of(run.rounds[1]))  # with nothing to time


def test_an_answer_too_short_says_nothing_of_the_pace() -> None:
    short = replace(NAIVE, written_tokens=3, last_token_ms=8051)
    assert short.tokens_written_a_second is None
    rows = summary(run_of(Round("a", "t", OURS, short, LIMITS)))
    assert rows["answer written, tokens a second"]["times_better"] is None


def test_cases_take_turns_by_type() -> None:
    cases = [Case(id, "?", True, type=id[0]) for id in ("a1", "a2", "a3", "b1", "c1", "c2")]
    assert [case.id for case in spread_over_types(cases)] == ["a1", "b1", "c1", "a2", "c2", "a3"]


def test_a_run_through_the_shell_prints_a_table_and_writes_json(
    indexed_home: Path, tiny_folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "speed.json"
    process = abstract_qa_speed(indexed_home, "--cases", "2", "--llm", str(tiny_folder), "--out", str(out))
    assert process.returncode == 0, process.stderr
    assert "2 questions: ours answered" in process.stdout
    assert "whole answer, ms" in process.stdout
    run = json.loads(out.read_text())
    assert run["model"] == str(tiny_folder)
    assert [r["type"] for r in run["rounds"]] == ["paraphrase", "factoid"]
    assert run["memory_both"] >= run["memory_ours"] > 100e6  # the larger peak need not be the later one
    for system in (r["naive"] for r in run["rounds"]):
        assert 0 <= system["retrieve_ms"] <= system["first_token_ms"] <= system["total_ms"]
        assert system["prompt_tokens"] > 300
    assert run["machine"]["torch"]


def test_a_file_that_cannot_be_written_is_told_before_anything_runs(indexed_home: Path, tmp_path: Path) -> None:
    process = abstract_qa_speed(indexed_home, "--out", str(tmp_path / "none" / "speed.json"))
    assert process.returncode == 1
    assert "is not a folder" in process.stderr
    assert len(process.stderr.splitlines()) == 1


def abstract_qa_speed(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("abstract-qa")), "eval", "speed", *arguments],
        env={**os.environ, "ABSTRACT_QA_HOME": str(home), "ABSTRACT_QA_ANSWER_TOKENS": "24"},
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
