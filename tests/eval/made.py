"""Cases, answers and runs made by hand, as small as a test needs them."""

import json
from pathlib import Path
from typing import Any

from eval.asking.runs import FORMAT, Outcome, Run
from eval.metrics import measure
from eval.sets.question_set import Case

SHORT = {"ABSTRACT_QA_EVIDENCE_TOKENS": "60", "ABSTRACT_QA_ANSWER_TOKENS": "16"}  # settings for quick answers
POTS = "Clay pots were filled with water . A clay pot of 3 litres boils in 12 minutes . Copper is faster ."
LIDS = "Lids keep heat inside . A lid saves 40% of the fuel ."


def lines(file: Path, *records: object) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    return file


def paper(paper_id: str, title: str = "") -> dict[str, Any]:
    return {"id": paper_id, "title": title or paper_id.upper(), "published": None, "url": None}


def answer(
    text: str = "",
    *statements: tuple[str, list[int], str],
    cited: list[tuple[str, str]] | None = None,
    found: list[str] | None = None,
    status: str = "",
    timings: tuple[int | None, int | None, int | None] = (10, 1500, 2000),
) -> dict[str, Any]:
    """Return an answer: statements are (text, numbers cited, support), `cited` is (paper id, quote) from 1 on."""
    return {
        "question": "?", "standalone_question": "?", "model": "m", "index": "i",
        "status": status or ("answered" if text else "abstained"),
        "text": text or "These abstracts do not answer that.",
        "sentences": [{"text": said, "citations": numbers, "support": kind} for said, numbers, kind in statements],
        "citations": [
            {"number": number, "paper": paper(paper_id), "quote": quote, "start": 0, "end": len(quote)}
            for number, (paper_id, quote) in enumerate(cited or [], start=1)
        ],
        "nearest": [],
        "passages": [{"paper_id": name, "title": name.upper(), "score": 1.0} for name in found or []],
        "timings": dict(zip(("retrieve_ms", "first_token_ms", "total_ms"), timings, strict=True)),
    }  # fmt: skip


def outcome(case: Case, record: dict[str, Any], **metrics: float) -> Outcome:
    return Outcome(case, record, {"evidence": [], "draft": "", "answerable": 0.5}, measure(case, record) | metrics)


def run_in(folder: Path, outcomes: list[Outcome], **manifest: Any) -> Run:
    """Write a run by hand and return it."""
    folder.mkdir(parents=True)
    described = {
        "format": FORMAT, "program": "0", "questions": {"name": "q", "sha256": "0", "cases": len(outcomes)},
        "settings": {"llm": "m"}, "index": "i", "machine": {"cores": 2}, **manifest,
    }  # fmt: skip
    (folder / "run.json").write_text(json.dumps(described))
    (folder / "outcomes.jsonl").write_text("".join(json.dumps(o.to_dict()) + "\n" for o in outcomes))
    return Run(folder, described, tuple(outcomes))
