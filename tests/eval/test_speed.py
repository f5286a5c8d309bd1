"""The speed benchmark: figures by hand, and a real run of one question through the shell."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from made import SHORT, lines

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


def test_a_refusal_of_ours_is_counted_and_not_timed() -> None:
    refusal = Timed(True, 100, None, None, 120, 0, 0, "")
    run = run_of(Round("a", "t", OURS, NAIVE, LIMITS), Round("b", "t", refusal, replace(NAIVE, refused=True), LIMITS))
    assert summary(run)["whole answer, ms"]["ours"] == Spread(4000, 4000, 4000, 4000)
    assert "2 questions: ours answered 1, refused 1; naive answered 1, refused 1. The 1 with" in table(run)
    assert to_dict(run)["rounds"][1]["ours"]["total_ms"] == 120
    assert "\nfirst token, ms " in table(run_of(run.rounds[1]))  # with nothing to time


def test_a_short_answer_has_no_rate() -> None:
    short = replace(NAIVE, written_tokens=3, last_token_ms=8051)
    assert short.tokens_written_a_second is None
    rows = summary(run_of(Round("a", "t", OURS, short, LIMITS)))
    assert rows["answer written, tokens a second"]["times_better"] is None


def test_cases_take_turns_by_type() -> None:
    cases = [Case(id, "?", True, type=id[0]) for id in ("a1", "a2", "a3", "b1", "c1", "c2")]
    assert [case.id for case in spread_over_types(cases)] == ["a1", "b1", "c1", "a2", "c2", "a3"]


@pytest.mark.model
def test_a_run_through_the_shell_prints_a_table_and_writes_json(
    indexed_home: Path, tiny_folder: Path, tmp_path: Path, abstract_qa: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, tokens in SHORT.items():
        monkeypatch.setenv(name, tokens)
    questions = lines(
        tmp_path / "q.jsonl",
        {"id": "a", "question": "How much smaller are Compressor's models?", "answerable": True, "type": "numeric"},
        {"id": "b", "question": "Which language do the Albertina models encode?", "answerable": True},
    )
    options = ("--questions", questions, "--cases", "1", "--llm", tiny_folder, "--runtime", "transformers")
    result = abstract_qa("speed", *options, "--out", tmp_path / "speed.json")
    assert result.code == 0, result.err
    assert "1 questions: ours answered" in result.out
    assert "whole answer, ms" in result.out
    run = json.loads((tmp_path / "speed.json").read_text())
    assert run["model"] == str(tiny_folder)
    (asked,) = run["rounds"]
    assert asked["type"] == "numeric"
    assert run["memory_both"] >= run["memory_ours"] > 100e6  # the larger peak need not be the later one
    assert 0 <= asked["naive"]["retrieve_ms"] <= asked["naive"]["first_token_ms"] <= asked["naive"]["total_ms"]
    assert asked["naive"]["prompt_tokens"] > 300
    assert run["machine"]["torch"]


def test_a_file_that_cannot_be_written_is_an_error_before_anything_runs(tmp_path: Path, abstract_qa: Callable) -> None:
    result = abstract_qa("speed", "--out", tmp_path / "none" / "speed.json")
    assert result.code == 1
    assert "is not a folder" in result.err
    assert len(result.err.splitlines()) == 1
