"""Question sets as tests: a pytest plugin, active wherever the program is installed.

    @pytest.mark.question_set("questions.jsonl", right=0.8, refusal_recall=0.9, seconds=10)
    def test_my_questions(question_run):
        assert question_run.outcomes   # the body may look further into the eval.Run, or do nothing

The file is relative to the test. The test fails when a score of the run misses its bound: a minimum, but a maximum for
`must_not`, `unsupported_rate` and times. Bounds have the names of the metrics in eval/metrics, and refusal_precision,
refusal_recall, refusal_f1; write a name that is no identifier as `**{"R@5": 0.9}`. The failure lists every case that
is not correct.

The questions are asked of `Assistant.load(keep_drafts=False)`, with your settings and papers. To ask another assistant,
define this fixture in conftest.py:

    @pytest.fixture(scope="session")
    def question_assistant():
        return Assistant.load(llm="small", keep_drafts=False)
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index_store.errors import AbstractQAError

if TYPE_CHECKING:
    from eval.asking.runs import Outcome, Run
    from rag.assistant import Assistant

LISTED = 20  # cases in the message of a failing test


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line(
        "markers",
        "question_set(file, **bounds): run a question set with abstract-qa; fails when a score misses its bound",
    )


def pytest_itemcollected(item: pytest.Item) -> None:
    """Run the questions of a marked test even when it does not use the fixture."""
    if item.get_closest_marker("question_set") and isinstance(item, pytest.Function):
        item.fixturenames.append("question_run")


@pytest.fixture(scope="session")
def question_assistant() -> "Assistant":
    """Return the assistant to ask."""
    from rag.assistant import Assistant

    return Assistant.load(keep_drafts=False)


@pytest.fixture
def question_run(request: pytest.FixtureRequest, tmp_path: Path) -> "Run":
    """Return the run of the question set in the test's marker."""
    from eval.asking.run_questions import run_questions
    from eval.sets.question_set import read_questions

    file, _ = _marked(request.node)
    assistant = request.getfixturevalue("question_assistant")
    try:
        cases = read_questions(request.path.parent / file)
        return run_questions(assistant, cases, tmp_path / "run", name=Path(file).stem)
    except AbstractQAError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> None:
    """Check the run of a marked test against its bounds, before its body runs."""
    if pyfuncitem.get_closest_marker("question_set"):
        run: Any = pyfuncitem.funcargs["question_run"]
        missed = _missed(run, _marked(pyfuncitem)[1])
        if missed:
            pytest.fail(missed, pytrace=False)


def _marked(node: Any) -> tuple[str, dict[str, float]]:
    """Return the file and the bounds of a test's marker."""
    from eval.metrics import BETTER, METRICS

    marker = node.get_closest_marker("question_set")
    if marker is None or len(marker.args) != 1:
        pytest.fail('expected @pytest.mark.question_set("FILE.jsonl", right=0.8, …)', pytrace=False)
    known = {*METRICS, *BETTER} - {"refused"}
    for name in marker.kwargs.keys() - known:
        pytest.fail(f"unknown score {name!r}; known are {', '.join(sorted(known))}", pytrace=False)
    return marker.args[0], marker.kwargs


def _missed(run: "Run", bounds: Mapping[str, float]) -> str:
    """Return the missed bounds and the cases that are not correct, as text; empty when no bound is missed."""
    from eval.asking.summary import scores
    from eval.metrics import BETTER

    found = scores(run.outcomes)
    lines = []
    for name, bound in bounds.items():
        minimum = BETTER.get(name, "lower") == "higher"
        if name not in found:
            lines.append(f"{name} applies to none of the {len(run.outcomes)} cases")
        elif found[name] < bound if minimum else found[name] > bound:
            lines.append(f"{name} is {found[name]:.3f}; expected at {'least' if minimum else 'most'} {bound:g}")
    return "\n".join([*lines, *_listed([o for o in run.outcomes if not o.correct])]) if lines else ""


def _listed(outcomes: "list[Outcome]") -> list[str]:
    lines = [f"  {o.case.id} {o.verdict}: {o.case.question} -> {o.answer['text']}" for o in outcomes[:LISTED]]
    more = len(outcomes) - LISTED
    return [*lines, f"  and {more} more"] if more > 0 else lines
