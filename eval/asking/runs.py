"""A run in its folder: `run.json` describes questions and settings, `outcomes.jsonl` has a line per answered case.

Reading writes nothing; eval/asking/run_writer.py adds to a run.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from eval.metrics.refusal_metrics import is_refusal
from eval.sets.question_set import Case
from index_store.errors import AbstractQAError

FORMAT = 2
DESCRIPTION, OUTCOMES = "run.json", "outcomes.jsonl"

Verdict = Literal["right", "wrong", "refused", "answered"]


@dataclass(frozen=True)
class Outcome:
    """One answered case.

    `answer` is the Answer as JSON. `trace` has `evidence` (`paper_id`, `number`, `text` of each prompted sentence),
    `answerable` (the gate's probability, absent where the gate was not asked), `draft` (what the model wrote) and
    `cut_off` (the reason, if the writing was cut off). A metric that does not apply is not in `metrics`.
    """

    case: Case
    answer: dict[str, Any]
    trace: dict[str, Any]
    metrics: dict[str, float]

    @property
    def verdict(self) -> Verdict:
        """Return the outcome in one word; `answered` where the case has no facts to check."""
        if self.metrics.get("must_not"):
            return "wrong"
        if is_refusal(self.answer):
            return "refused"
        if "right" in self.metrics:
            return "right" if self.metrics["right"] else "wrong"
        return "answered"

    @property
    def correct(self) -> bool:
        """Return whether an answerable case was answered with its facts, or an unanswerable one refused."""
        return self.verdict in (("right", "answered") if self.case.answerable else ("refused",))

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as plain JSON values."""
        return {"case": self.case.to_dict(), "answer": self.answer, "trace": self.trace, "metrics": self.metrics}


@dataclass(frozen=True)
class Run:
    """A run, finished or not: its description, and its outcomes in the order they were written."""

    folder: Path
    manifest: dict[str, Any]
    outcomes: tuple[Outcome, ...]


def open_run(folder: str | Path) -> Run:
    """Read a run, finished or not; raises AbstractQAError when the folder holds no run of this version."""
    folder = Path(folder)
    manifest = read_manifest(folder)
    if manifest is None:
        old = " but an outcomes.jsonl of an earlier version" if (folder / OUTCOMES).exists() else ""
        raise AbstractQAError(
            f"{folder} holds no {DESCRIPTION}{old}; expected the folder of a run. "
            "Make one: abstract-qa eval answers --out FOLDER"
        )
    if manifest.get("format") != FORMAT:
        raise AbstractQAError(
            f"{folder} holds a run of format {manifest.get('format')!r}; this version reads {FORMAT}. "
            "Repeat it: abstract-qa eval answers --out FOLDER"
        )
    return Run(folder, manifest, tuple(read_outcomes(folder / OUTCOMES)))


def read_outcomes(file: str | Path) -> list[Outcome]:
    """Read the outcomes in a file; an unfinished last line is skipped, and a missing file has no outcomes."""
    file = Path(file)
    lines = file.read_bytes().split(b"\n")[:-1] if file.exists() else []
    return [_outcome(line, f"{file}:{number}") for number, line in enumerate(lines, start=1)]


def _outcome(line: bytes, place: str) -> Outcome:
    try:
        record = json.loads(line)
        return Outcome(Case.from_dict(record["case"]), record["answer"], record["trace"], record["metrics"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise AbstractQAError(f"{place} is not an outcome of this version. Name another --out.") from error


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the description of the run in a folder; None when it has none."""
    path = folder / DESCRIPTION
    try:
        manifest = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise AbstractQAError(f"{path} cannot be read ({error}). Name another --out.") from error
    return manifest if isinstance(manifest, dict) else {}
