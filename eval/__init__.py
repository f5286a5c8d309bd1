"""Question sets, metrics and runs that say whether a change helped.

In a notebook, for your own papers and questions:

    from eval import compare, open_run, read_questions, run_questions
    from rag import Assistant

    cases = read_questions("my-questions.jsonl")
    before = run_questions(Assistant.load(keep_drafts=False), cases, "runs/before")
    after = run_questions(Assistant.load(keep_drafts=False, passages=10), cases, "runs/after")
    for difference in compare(before, after).differences:
        print(difference)
    [outcome.case.question for outcome in after.outcomes if not outcome.good]

As tests of your own: eval/pytest_plugin.py.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eval.answers import run_questions as run_questions
    from eval.comparison import Comparison as Comparison
    from eval.comparison import compare as compare
    from eval.question_set import Case as Case
    from eval.question_set import own_questions as own_questions
    from eval.question_set import read_questions as read_questions
    from eval.runs import Outcome as Outcome
    from eval.runs import Run as Run
    from eval.runs import open_run as open_run

_MODULES = {
    "Case": "question_set",
    "Comparison": "comparison",
    "Outcome": "runs",
    "Run": "runs",
    "compare": "comparison",
    "open_run": "runs",
    "own_questions": "question_set",
    "read_questions": "question_set",
    "run_questions": "answers",
}
__all__ = list(_MODULES)


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used: the shell's `--help` should not load a model library."""
    if name not in _MODULES:
        raise AttributeError(f"module 'eval' has no attribute {name!r}")
    return getattr(import_module(f"eval.{_MODULES[name]}"), name)
