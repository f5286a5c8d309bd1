"""`abstract-qa eval answers` as a user runs it: an error is one line, before a model is loaded."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from made import answer, outcome

from eval.asking.answers_command import running_scores
from eval.asking.runs import open_run
from eval.asking.summary import summary, summary_text
from eval.sets.question_set import Case


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "q.jsonl holds no question"),
        ('{"id": "a", "question": "Why?", "answerable": true, "fact": []}', "q.jsonl:1: unknown key 'fact'"),
        (
            '{"id": "a", "question": "Why?", "answerable": true, "gold_papers": ["No"]}',
            "q.jsonl:1: 'gold_papers' names",
        ),
    ],
)
def test_an_error_in_a_set_is_one_line(
    indexed_home: Path, tmp_path: Path, abstract_qa: Callable, line: str, said: str
) -> None:
    (tmp_path / "q.jsonl").write_text(line)
    result = abstract_qa("answers", "--questions", tmp_path / "q.jsonl", "--out", tmp_path / "run")
    assert (result.code, result.out) == (1, "")
    (message,) = result.err.splitlines()
    assert said in message
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--judge-model", "wise"), "--judge-url"),
        (("--baseline", "naive", "--workers", "2"), "takes no --workers and no --runtime"),
        (("--baseline", "naive", "--runtime", "int8"), "takes no --workers and no --runtime"),
    ],
)
def test_options_that_exclude_each_other_are_wrong_use(
    abstract_qa: Callable, options: tuple[str, ...], said: str
) -> None:
    result = abstract_qa("answers", *options)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


@pytest.mark.model
def test_a_baseline_is_asked_by_the_shell(
    indexed_home: Path, tiny_folder: Path, tmp_path: Path, abstract_qa: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ABSTRACT_QA_ANSWER_TOKENS", "16")
    options = ("--baseline", "naive", "--llm", tiny_folder, "--limit", "1", "--out", tmp_path / "run")
    result = abstract_qa("answers", *options)
    assert result.code == 0, result.err
    assert result.out.splitlines()[1].split()[:2] == ["all", "1"]
    assert f"abstract-qa eval report {tmp_path / 'run'}" in result.err
    (asked,) = open_run(tmp_path / "run").outcomes
    assert asked.trace["draft"].strip()


OUTCOMES = [
    outcome(Case("a", "?", True, type="numeric", facts=(("x",),)), answer("x")),
    outcome(Case("b", "?", True, type="numeric", facts=(("x",),)), answer("y")),
    outcome(Case("c", "?", True), answer("y")),
    outcome(Case("d", "?", False, type="absent"), answer()),
]


def test_the_scores_so_far() -> None:
    assert running_scores(OUTCOMES) == "right 50% of 2, refused 100% of 1"
    assert running_scores(OUTCOMES[3:]) == "refused 100% of 1"
    assert running_scores(OUTCOMES[2:3]) == ""


def test_the_summary_by_kind_of_case() -> None:
    table = summary(OUTCOMES)
    assert list(table) == ["all", "answerable", "numeric", "(no type)", "unanswerable", "absent"]
    assert [group["cases"] for group in table.values()] == [4, 3, 2, 1, 1, 1]
    assert (table["all"]["right"], table["numeric"]["right"], table["all"]["refusal_f1"]) == (0.5, 0.5, 1)
    assert "right" not in table["(no type)"]
    lines = summary_text(OUTCOMES).splitlines()
    assert lines[0].split()[:3] == ["cases", "right", "refused"]
    assert lines[1].split()[:4] == ["all", "4", "0.500", "0.250"]
    assert lines[-3].split()[:4] == ["absent", "1", "-", "1.000"]
    assert "answered_when_answerable 1.000" in lines[-1]


def test_the_public_names_are_there_and_load_nothing_before_they_are_used() -> None:
    script = (
        "import sys, eval; loaded = {'torch', 'llama_index', 'numpy'} & sys.modules.keys(); assert not loaded, loaded\n"
        "from eval import compare, open_run, own_questions, read_questions, run_questions\n"
        "import eval.comparing.comparison, eval.asking.runs\n"
        "assert all(callable(getattr(eval, name)) for name in eval.__all__)\n"
        "from eval import compare; assert callable(compare)"
    )
    process = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
