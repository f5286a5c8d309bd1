"""A report on runs made by hand: its numbers, its Markdown and its JSON."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from made import answer, outcome, run_in

from eval.asking.runs import Outcome, Run
from eval.commands import evaluate
from eval.metrics.refusal_metrics import refusal_scores
from eval.reporting.report import failed_cases, names_of, report_on
from eval.sets.question_set import Case

SCRIPT = '<script>alert("x")</script>'
GOLD = "A clay pot boils water in 12 minutes."


def traced(case: Case, record: dict, probability: float, draft: str = "", **metrics: float) -> Outcome:
    made = outcome(case, record, **metrics)
    made.trace.update(
        answerable=probability, draft=draft, evidence=[{"paper_id": "pots", "number": 0, "text": f"{GOLD} {SCRIPT}"}]
    )
    return made


def outcomes() -> list[Outcome]:
    """Return a right and a wrong answer, a correct and a wrong refusal, and an answer to an unanswerable case."""
    pot = Case(
        "right", "How long?", True, type="numeric", gold_papers=("pots",), facts=(("12",),), gold_sentences=(GOLD,)
    )
    hostile = Case(
        f"wrong{SCRIPT}", f"Why {SCRIPT} & $x_1$?", True, type=f"odd $x_{{</text>{SCRIPT}", facts=(("a|b",),)
    )
    said = answer("12 [1].", ("12.", [1], "supported"), cited=[("pots", GOLD)], found=["pots"], timings=(10, 900, 1000))
    return [
        traced(pot, said, 0.95),
        traced(hostile, answer(f"No {SCRIPT}", found=["pots"], timings=(20, 1900, 2000)), 0.6, draft=f"No {SCRIPT}"),
        traced(Case("absent", "Who won?", False, type="absent"), answer(timings=(30, None, 30)), 0.1),
        traced(Case("lost", "How?", True, type="numeric", facts=(("y",),)), answer(timings=(30, None, 40)), 0.2),
        traced(Case("passed", "Who lost?", False, type="absent"), answer("He [1].", timings=(30, 40, 5000)), 0.7),
    ]  # fmt: skip


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return run_in(tmp_path / f"first{SCRIPT.replace('/', '_')}", outcomes())


@pytest.fixture
def other(tmp_path: Path) -> Run:
    """Return a second run without the last case, in which the second case is right."""
    first, second, absent, lost, _ = outcomes()
    made = [first, traced(second.case, answer("a|b", timings=(1, 2, 3)), 0.6), absent, lost]
    return run_in(tmp_path / "second", made)


def written(*runs: Run, out: Path, options: tuple[str, ...] = ()) -> str:
    arguments = ["report", *(str(run.folder) for run in runs), "--out", str(out), *options]
    result = CliRunner().invoke(evaluate, arguments, catch_exceptions=False)
    assert result.output == f"{out / 'report.md'}\n"
    return (out / "report.md").read_text(encoding="utf-8")


def test_the_numbers_by_hand(run: Run) -> None:
    found = report_on(run, "first")
    assert list(found.scores) == ["all", "answerable", "unanswerable", "numeric", outcomes()[1].case.type, "absent"]
    everything = found.scores["all"]
    assert (everything["correct"].value, everything["correct"].cases) == (2 / 5, 5)
    assert (everything["right"].value, everything["right"].cases) == (pytest.approx(1 / 3), 3)
    assert everything["seconds"].value == 1.0  # the median of 0.03, 0.04, 1, 2 and 5
    assert "right" not in found.scores["unanswerable"]
    assert "refusal_f1" not in found.scores["answerable"]
    assert sum(found.losses.lost.values()) == 2
    assert found.losses.let_through == {"retrieval": 0, "evidence": 0, "gate": 1, "generation": 0, "grounding": 0}
    assert found.seconds("first_words_seconds") == [0.04, 0.9, 1.9]
    expected = refusal_scores([(not o.case.answerable, o.metrics["refused"] == 1) for o in run.outcomes])
    assert {name: everything[name].value for name in expected} == pytest.approx(expected)
    assert expected == {"refusal_precision": 0.5, "refusal_recall": 0.5, "refusal_f1": 0.5}


def test_a_case_that_either_run_failed_is_reported_for_both(run: Run, other: Run) -> None:
    failed = failed_cases([report_on(run, "1"), report_on(other, "2")])
    stages = {of.case.id: [one and (one.loss.stage if one.loss else "") for one in of.examined] for of in failed}
    assert stages == {f"wrong{SCRIPT}": ["generation", ""], "lost": ["gate", "gate"], "passed": ["gate", None]}
    assert [of.stage for of in failed] == ["gate", "gate", "generation"]


def test_runs_have_distinct_names(tmp_path: Path) -> None:
    assert names_of([tmp_path / "a" / "run"]) == ["run"]
    assert names_of([tmp_path / "a" / "run", tmp_path / "b" / "run"]) == ["a/run", "b/run"]
    assert names_of([tmp_path / "run", tmp_path / "run"])[0] != names_of([tmp_path / "run", tmp_path / "run"])[1]


def test_markdown_holds_every_table_and_no_html(run: Run, other: Run, tmp_path: Path) -> None:
    text = written(run, other, out=tmp_path / "out")
    assert "<script" not in text.replace(r"\<script", "")
    assert r"Why \<script\>" in text
    assert r"a\|b" in text
    headline, *rows = text.split("\n\n")[1].splitlines()
    assert headline.endswith(": 5 questions | second: 4 questions |")
    assert [row for row in rows if row.startswith("| correct: ")][0].count("**") == 4
    for row in text.splitlines():
        if row.startswith("| correct |"):
            assert len(re.split(r"(?<!\\)\|", row)) == 6
    for title in ("What was run", "All metrics", "By type of question", "Where cases were lost", "Failed cases"):
        assert f"## {title}" in text
    assert r"second: correct: “a\|b”" in text
    assert "second: not asked" in text
    assert not (tmp_path / "out" / "report.json").exists()


def test_a_run_of_one_refusal_has_the_tables_that_apply(tmp_path: Path) -> None:
    made = outcome(Case("only", "Who won?", False), answer(timings=(None, None, 7)))
    del made.trace["answerable"]
    text = written(run_in(tmp_path / "run", [made]), out=tmp_path / "out")
    assert "every case is correct" in text
    assert not {"## Gate", "## Support check", "## Refusing"} & set(text.splitlines())


def test_json_holds_every_number_and_failed_case(run: Run, tmp_path: Path) -> None:
    written(run, out=tmp_path / "out", options=("--json",))
    [found] = json.loads((tmp_path / "out" / "report.json").read_text())["runs"]
    assert found["scores"]["all"]["correct"]["value"] == 2 / 5
    assert found["asked"] == 5
    assert found["seconds"]["seconds"]["p50"] == 1.0
    assert {(of["case"]["id"], of["stage"]) for of in found["failed"]} == {
        (f"wrong{SCRIPT}", "generation"), ("lost", "gate"), ("passed", "gate"),
    }  # fmt: skip
    assert found["failed"][0]["trace"]["evidence"][0]["text"].startswith(GOLD)


def test_a_folder_without_outcomes_is_one_line(tmp_path: Path) -> None:
    run = run_in(tmp_path / "empty", [])
    for folder, said in ((run.folder, "holds no outcome yet"), (tmp_path, "holds no run.json")):
        result = CliRunner().invoke(evaluate, ["report", str(folder)])
        assert said in str(result.exception)
        assert "\n" not in str(result.exception)
