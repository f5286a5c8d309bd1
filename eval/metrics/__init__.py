"""The metrics of one answered case, by name, and which direction is better.

Each is a function of the case and the answer as JSON (`Answer.to_dict`); its docstring defines it and names its source.
One that does not apply returns None and is absent from the metrics of the case, never 0.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from eval.metrics import citation_metrics as citations
from eval.metrics import paper_metrics as papers
from eval.metrics import refusal_metrics as refusal
from eval.metrics import text_metrics as text
from eval.sets.question_set import Case

Metric = Callable[[Case, Mapping[str, Any]], float | None]
Better = Literal["higher", "lower"]


def _seconds(key: str) -> Metric:
    def seconds(case: Case, answer: Mapping[str, Any]) -> float | None:
        """Return a time in seconds since the question, with several workers including the wait for the model.

        None for a step that did not happen: nothing was searched, or the model was not asked.
        """
        milliseconds = answer["timings"][key]
        return None if milliseconds is None else milliseconds / 1000

    return seconds


METRICS: dict[str, Metric] = {
    "right": text.right,
    "f1": text.token_f1,
    "paper_precision": citations.paper_precision,
    "paper_recall": citations.paper_recall,
    "sentence_precision": citations.sentence_precision,
    "sentence_recall": citations.sentence_recall,
    "unsupported_rate": text.unsupported_rate,
    "numeric_fidelity": text.numeric_fidelity,
    "refused": refusal.refused,
    "answered_when_answerable": refusal.answered_when_answerable,
    "refused_when_unanswerable": refusal.refused_when_unanswerable,
    "list_f1": papers.list_f1,
    "must_not": text.must_not,
    "R@5": papers.recall_at_5,
    "RR": papers.reciprocal_rank,
    "first_words_seconds": _seconds("first_token_ms"),
    "seconds": _seconds("total_ms"),
    "retrieve_seconds": _seconds("retrieve_ms"),
}

# Times depend on the machine, and `refused` on the question: neither has a better direction.
BETTER: dict[str, Better] = {
    **dict.fromkeys(METRICS.keys() - {"refused", "first_words_seconds", "seconds", "retrieve_seconds"}, "higher"),
    **dict.fromkeys(("unsupported_rate", "must_not"), "lower"),
    **dict.fromkeys(("judged_right", *refusal.REFUSAL_SCORES), "higher"),
}


def measure(case: Case, answer: Mapping[str, Any]) -> dict[str, float]:
    """Return every metric that applies to a case and its answer."""
    values = {name: metric(case, answer) for name, metric in METRICS.items()}
    return {name: value for name, value in values.items() if value is not None}
