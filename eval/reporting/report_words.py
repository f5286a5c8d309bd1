"""The words of a report: labels of metrics, groups and stages, and figures with their intervals."""

from typing import Any

from eval.comparing.intervals import Score
from eval.metrics import BETTER
from eval.reporting.stages import Stage

METRICS = {  # label and meaning, in the order of a report
    "correct": ("correct", "answered with all facts where answerable, refused where not"),
    "right": ("right", "of the answerable questions with facts, those answered with every fact"),
    "judged_right": ("judged right", "the same in the opinion of a language model"),
    "f1": ("token F1", "words of the answer against those of the gold sentences"),
    "reference_f1": ("reference F1", "words of the answer against those of the nearest reference answer"),
    "list_f1": ("list F1", "papers cited against gold papers, borderline papers left out"),
    "refusal_precision": ("refusal precision", "of the refused questions, those that are unanswerable"),
    "refusal_recall": ("refusal recall", "of the unanswerable questions, those refused"),
    "refusal_f1": ("refusal F1", "harmonic mean of refusal precision and recall"),
    "answered_when_answerable": ("answered when answerable", "of the answerable questions, those answered"),
    "refused_when_unanswerable": ("refused when unanswerable", "of the unanswerable questions, those refused"),
    "refused": ("refused", "of all questions"),
    "paper_precision": ("paper precision", "of the citations, those of a gold paper"),
    "paper_recall": ("paper recall", "of the answer's sentences, those that cite a gold paper"),
    "sentence_precision": ("sentence precision", "of the citations, those of a gold sentence"),
    "sentence_recall": ("sentence recall", "of the answer's sentences, those that cite a gold sentence"),
    "unsupported_rate": ("unsupported rate", "of the answer's sentences, those not fully supported"),
    "numeric_fidelity": ("numeric fidelity", "of the answer's numbers, those that are in the cited sentences"),
    "must_not": ("must-not violations", "of the questions with forbidden words, those whose answer says one"),
    "R@5": ("R@5", "of the gold papers, those among the first five passages"),
    "RR": ("RR", "one over the rank of the first gold paper"),
    "retrieve_seconds": ("sources found", "median"),
    "first_words_seconds": ("first words", "median, where the model was asked"),
    "seconds": ("whole answer", "median"),
}
HEADLINE = ("correct", "right", "refusal_f1", "paper_precision", "sentence_precision", "seconds")
OF_TYPE = ("correct", "right", "refused", "sentence_precision", "seconds")

STAGES: dict[Stage, str] = {
    "retrieval": "a gold paper is not among the passages",
    "evidence": "a gold sentence is not in the evidence",
    "gate": "refused before a word was written; or let pass though no paper is near",
    "generation": "the draft lacks the facts or says nothing; or the model answered from a near paper",
    "grounding": "the draft had the facts, the answer lacks them; or a partly supported sentence was kept",
}


def label(metric: str) -> str:
    """Return the label of a metric; an unknown one is its own label."""
    return METRICS.get(metric, (metric, ""))[0]


def meaning(metric: str) -> str:
    """Return the meaning of a metric, and whether lower is better."""
    text = METRICS.get(metric, ("", ""))[1]
    return f"{text}; lower is better" if BETTER.get(metric) == "lower" else text


def in_order(metrics: set[str]) -> list[str]:
    """Return metrics in the order of a report, unknown ones last."""
    known = [metric for metric in METRICS if metric in metrics]
    return known + sorted(metrics - set(METRICS))


def figure(metric: str, value: float) -> str:
    """Return a value as a report prints it: a share with three decimals, or seconds with their unit."""
    if metric.endswith("seconds"):
        return f"{value:.1f} s" if value >= 1 else f"{value:.2f} s"
    return f"{value:.3f}"


def interval(metric: str, score: Score) -> str:
    """Return the interval of a score; empty where there is only one case."""
    if score.cases == 1:
        return ""
    return f"{figure(metric, score.low).removesuffix(' s')}–{figure(metric, score.high).removesuffix(' s')}"


def words(name: str) -> str:
    """Return the name of a type or group with spaces."""
    return name.replace("_", " ")


def facts_of_run(manifest: dict[str, Any]) -> dict[str, str]:
    """Return the questions, settings and machine of a run, one line each."""
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
