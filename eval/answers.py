"""Ask a question set: one JSON line a case, written as it goes, so that a run that was stopped goes on."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.facts import has_facts
from eval.question_set import Case
from index_store.errors import AbstractQAError
from index_store.records import Paper
from rag.answer import Answer
from rag.assistant import Assistant


@dataclass(frozen=True)
class Outcome:
    """One asked case; a metric that does not apply to it is not among its metrics."""

    case: dict[str, Any]
    answer: dict[str, Any]
    metrics: dict[str, float]


def ask_all(assistant: Assistant, cases: Sequence[Case], file: Path) -> Iterator[Outcome]:
    """Yield the outcome of every case in order, asking only those that `file` does not hold as they are now."""
    done = {outcome.case["id"]: outcome for outcome in read_outcomes(file)} if file.exists() else {}
    with file.open("a", encoding="utf-8") as lines:
        for case in cases:
            if case.id not in done or done[case.id].case != json.loads(json.dumps(asdict(case))):
                answer = assistant.ask(case.question, case.history)
                outcome = Outcome(asdict(case), answer.to_dict(), score(case, answer))
                line = json.dumps(asdict(outcome), ensure_ascii=False)
                lines.write(line + "\n")
                lines.flush()
                done[case.id] = Outcome(**json.loads(line))  # as a later run will read it
            yield done[case.id]


def read_outcomes(file: Path) -> list[Outcome]:
    """Read the outcomes of a run; a last line that was cut off in writing is dropped from the file."""
    whole = []
    text = file.read_text(encoding="utf-8")
    *lines, cut_off = text.split("\n")  # not splitlines: an answer may hold a Unicode line separator
    if cut_off:
        file.write_text(text[: -len(cut_off)], encoding="utf-8")
    for number, line in enumerate(lines, start=1):
        try:
            whole.append(Outcome(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise AbstractQAError(f"{file}:{number} is not an outcome of this program. Name another --out.") from error
    return whole


def score(case: Case, answer: Answer) -> dict[str, float]:
    """Return the metrics that apply to one case.

    right: an answerable case is answered and states the facts. refused: the answer is an abstention.
    paper_precision: share of cited papers that are gold, borderline ones counted neither way.
    sentence_precision: share of citations that hold, or lie in, a gold sentence.
    must_not: 1 when the answer says what it must not.
    """
    refused = answer.status == "abstained"
    metrics = {"refused": float(refused), "seconds": (answer.timings.total_ms or 0) / 1000}
    if answer.timings.first_token_ms is not None:
        metrics["first_words_seconds"] = answer.timings.first_token_ms / 1000
    if case.answerable and case.facts:
        metrics["right"] = float(not refused and has_facts(answer.text, case.facts))
    if case.must_not:
        metrics["must_not"] = float(any(word.casefold() in answer.text.casefold() for word in case.must_not))
    judged = [c for c in answer.citations if not _named(c.paper, case.borderline)]
    if judged and case.gold_papers:
        metrics["paper_precision"] = sum(_named(c.paper, case.gold_papers) for c in judged) / len(judged)
    if judged and case.gold_sentences:
        hits = [any(gold in c.quote or c.quote in gold for gold in case.gold_sentences) for c in judged]
        metrics["sentence_precision"] = sum(hits) / len(hits)
    return metrics


def _named(paper: Paper, names: Sequence[str]) -> bool:
    return paper.title in names or paper.paper_id in names


def summary(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Return the mean of every metric over all cases and by type; `cases` says over how many there were."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        answerable = "answerable" if outcome.case["answerable"] else "unanswerable"
        for name in (answerable, outcome.case["type"] or "(no type)"):
            groups.setdefault(name, []).append(outcome)
    return {name: {"cases": len(group), **_means(group)} for name, group in groups.items()}


def _means(outcomes: Sequence[Outcome]) -> dict[str, float]:
    values: dict[str, list[float]] = {}
    for outcome in outcomes:
        for name, value in outcome.metrics.items():
            values.setdefault(name, []).append(value)
    return {name: sum(found) / len(found) for name, found in values.items()}
