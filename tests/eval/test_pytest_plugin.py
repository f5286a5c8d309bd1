"""A question set as a test, in a pytest of its own."""

import json
from pathlib import Path

import pytest

pytest_plugins = "pytester"

CONFTEST = """
import pytest
from rag import Assistant
from tests.scripted_llm import saying

@pytest.fixture(scope="session")
def question_assistant():
    assistant = Assistant.load(keep_drafts=False)
    assistant.model.__dict__["_loaded"] = saying(
        "Our method compresses pre-trained models to a size which is 160 times smaller than the original size."
    )
    return assistant
"""
QUESTIONS = [
    {"id": "a", "question": "How much smaller are Compressor's models?", "answerable": True, "facts": [["160"]]},
    {"id": "b", "question": "How small do Compressor's models get?", "answerable": True, "facts": [["3 MB"]]},
    {"id": "c", "question": "How long do I bake sourdough bread in a wood oven?", "answerable": False},
]


@pytest.fixture
def suite(pytester: pytest.Pytester, indexed_home: Path) -> pytest.Pytester:
    pytester.makeconftest(CONFTEST)
    folder = pytester.mkdir("suite")
    (folder / "questions.jsonl").write_text("".join(json.dumps(question) + "\n" for question in QUESTIONS))
    return pytester


def ran(suite: pytest.Pytester, bounds: str, body: str = "def test_mine(): pass") -> pytest.RunResult:
    test = f"import pytest\n\n@pytest.mark.question_set({bounds})\n{body}\n"
    (suite.path / "suite" / "test_mine.py").write_text(test)
    return suite.runpytest("--strict-markers", "-p", "no:cacheprovider")


def test_a_set_within_its_bounds_passes(suite: pytest.Pytester) -> None:
    ran(suite, '"questions.jsonl", right=0.5, refusal_recall=1, unsupported_rate=0').assert_outcomes(passed=1)


def test_a_score_below_its_bound_fails_and_the_cases_are_listed(suite: pytest.Pytester) -> None:
    result = ran(suite, '"questions.jsonl", right=0.9, seconds=0, judged_right=1', "def test_mine(): raise KeyError")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "right is 0.500; expected at least 0.9",
            "seconds is *; expected at most 0",
            "judged_right applies to none of the 3 cases",
            "  b wrong: How small do Compressor's models get? -> *160 times smaller*",
        ]
    )
    result.stdout.no_fnmatch_line("  a *")
    result.stdout.no_fnmatch_line("*Traceback*")


def test_the_body_may_look_into_the_run(suite: pytest.Pytester) -> None:
    body = "def test_mine(question_run): assert [o.verdict for o in question_run.outcomes] == ['right']"
    result = ran(suite, '"questions.jsonl"', body)
    result.assert_outcomes(failed=1)
    assert "['right', 'wrong', 'refused'] == ['right']" in result.stdout.str()


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ('"questions.jsonl", rihgt=0.9', "*unknown score 'rihgt'; known are *right*"),
        ('"questions.jsonl", refused=0.9', "*unknown score 'refused'*"),
        ("right=0.9", "*expected @pytest.mark.question_set(*"),
        ('"missing.jsonl"', "*missing.jsonl cannot be read*"),
    ],
)
def test_a_marker_that_is_not_right_says_so(suite: pytest.Pytester, bounds: str, said: str) -> None:
    result = ran(suite, bounds)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([said])
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_other_tests_are_left_alone(suite: pytest.Pytester) -> None:
    (suite.path / "suite" / "test_other.py").write_text("def test_other(tmp_path): pass\n")
    suite.runpytest("-p", "no:cacheprovider").assert_outcomes(passed=1)
    suite.runpytest("--markers").stdout.fnmatch_lines(["@pytest.mark.question_set(file, [*][*]bounds):*"])
