"""Question sets, metrics and runs: measure whether a change helped.

In a notebook, for your own papers and questions:

    from eval import compare, open_run, read_questions, run_questions
    from rag import Assistant

    cases = read_questions("my-questions.jsonl")
    before = run_questions(Assistant.load(keep_drafts=False), cases, "runs/before")
    after = run_questions(Assistant.load(keep_drafts=False, passages=10), cases, "runs/after")
    for difference in compare(before, after).differences:
        print(difference)
    [outcome.case.question for outcome in after.outcomes if not outcome.correct]

Question sets as tests in pytest: eval/pytest_plugin.py.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eval.asking.run_questions import run_questions as run_questions
    from eval.asking.runs import Outcome as Outcome
    from eval.asking.runs import Run as Run
    from eval.asking.runs import open_run as open_run
    from eval.comparing.comparison import Comparison as Comparison
    from eval.comparing.comparison import compare as compare
    from eval.sets.question_set import Case as Case
    from eval.sets.question_set import own_questions as own_questions
    from eval.sets.question_set import read_questions as read_questions

_MODULES = {
    "Case": "sets.question_set",
    "Comparison": "comparing.comparison",
    "Outcome": "asking.runs",
    "Run": "asking.runs",
    "compare": "comparing.comparison",
    "open_run": "asking.runs",
    "own_questions": "sets.question_set",
    "read_questions": "sets.question_set",
    "run_questions": "asking.run_questions",
}
__all__ = list(_MODULES)


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that `--help` loads no model library."""
    if name not in _MODULES:
        raise AttributeError(f"module 'eval' has no attribute {name!r}")
    return getattr(import_module(f"eval.{_MODULES[name]}"), name)
