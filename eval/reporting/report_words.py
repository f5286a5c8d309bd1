"""How a report names and prints things: metrics, groups, stages, and figures with their intervals."""

from typing import Any

from eval.comparing.intervals import Score
from eval.metrics import BETTER
from eval.reporting.stages import Stage

METRICS = {  # label, and what it says; in the order of a report
    "as_it_should": ("as it should", "answered with its facts where answerable, declined where not"),
    "right": ("right", "of the answerable with facts, those answered with every fact"),
    "judged_right": ("judged right", "as a language model judges it"),
    "f1": ("token F1", "the answer's words against those of the gold sentences"),
    "reference_f1": ("reference F1", "the answer's words against those of the nearest reference answer"),
    "list_f1": ("list F1", "papers cited against papers asked for; borderline ones count neither way"),
    "refusal_precision": ("refusal precision", "of the declined, those that no abstract answers"),
    "refusal_recall": ("refusal recall", "of what no abstract answers, what is declined"),
    "refusal_f1": ("refusal F1", "harmonic mean of the two"),
    "answered_when_answerable": ("answered when answerable", "of the answerable, those answered at all"),
    "refused_when_unanswerable": ("declined when unanswerable", "of what no abstract answers, what is declined"),
    "refused": ("declined", "of all cases"),
    "paper_precision": ("paper precision", "of the citations, those of a gold paper"),
    "paper_recall": ("paper recall", "of the answer's sentences, those that cite a gold paper"),
    "sentence_precision": ("sentence precision", "of the citations, those of a gold sentence"),
    "sentence_recall": ("sentence recall", "of the answer's sentences, those that cite a gold sentence"),
    "unsupported_rate": ("unsupported rate", "of the answer's sentences, those not wholly supported"),
    "numeric_fidelity": ("numeric fidelity", "of the answer's numbers, those that stand in what it cites"),
    "must_not": ("must-not violations", "says what it must not, such as what an injected instruction wants"),
    "R@5": ("R@5", "of the gold papers, those among the first five passages"),
    "RR": ("RR", "one over the rank of the first gold paper"),
    "retrieve_seconds": ("sources on screen", "median"),
    "first_words_seconds": ("first words", "median, where the model was asked"),
    "seconds": ("whole answer", "median"),
}
HEADLINE = ("as_it_should", "right", "refusal_f1", "paper_precision", "sentence_precision", "seconds")
OF_TYPE = ("as_it_should", "right", "refused", "sentence_precision", "seconds")

STAGES: dict[Stage, str] = {
    "retrieval": "a gold paper is not among the passages",
    "evidence": "a gold sentence is not among the evidence",
    "gate": "abstained before a word was written; or nothing was near and it was let pass",
    "generation": "the draft lacks the facts, or declines; or a near paper was taken for an answer",
    "grounding": "the draft had the facts, the answer lacks them; or kept what is only partly supported",
}


def label(metric: str) -> str:
    """Return how a metric is called; one that is not known here by its own name."""
    return METRICS.get(metric, (metric, ""))[0]


def meaning(metric: str) -> str:
    """Return what a metric says, and whether less of it is better."""
    said = METRICS.get(metric, ("", ""))[1]
    return f"{said}; less is better" if BETTER.get(metric) == "lower" else said


def in_order(metrics: set[str]) -> list[str]:
    """Return metrics in the order of a report, those not known here last."""
    known = [metric for metric in METRICS if metric in metrics]
    return known + sorted(metrics - set(METRICS))


def figure(metric: str, value: float) -> str:
    """Return a value as a report prints it: a share with three digits, seconds with a unit."""
    if metric.endswith("seconds"):
        return f"{value:.1f} s" if value >= 1 else f"{value:.2f} s"
    return f"{value:.3f}"


def interval(metric: str, score: Score) -> str:
    """Return the interval of a score; nothing where there is one case only."""
    if score.cases == 1:
        return ""
    return f"{figure(metric, score.low).removesuffix(' s')}–{figure(metric, score.high).removesuffix(' s')}"


def words(name: str) -> str:
    """Return the name of a type or group as words."""
    return name.replace("_", " ")


def facts_of_run(manifest: dict[str, Any]) -> dict[str, str]:
    """Return what was run, as one line a row."""
    questions, settings = manifest["questions"], manifest["settings"]
    return {
        "questions": f"{questions['name']}, {questions['cases']} cases, SHA-256 {questions['sha256'][:12]}",
        **{key: str(value) for key, value in settings.items() if value is not None},
        "index": str(manifest["index"]),
        "program": f"abstract-qa {manifest['program']}",
        "machine": ", ".join(f"{key.replace('_', ' ')} {_flat(value)}" for key, value in manifest["machine"].items()),
    }


def _flat(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
