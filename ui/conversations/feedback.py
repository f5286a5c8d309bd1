"""What visitors say of answers, as questions for `abstract-qa eval answers`: one line each in the home folder."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from index_store.errors import AbstractQAError
from rag.answer import Answer, Citation
from ui.answers.answer_bar import FILE, LONGEST_NOTE

LARGEST_FILE = 10_000_000  # bytes: nobody fills the disk by clicking

Verdict = Literal["good answer", "bad answer", "wrong citation"]


def question_of(
    answer: Answer, history: Sequence[dict[str, str]], verdict: Verdict, note: str = "", number: int | None = None
) -> dict[str, Any]:
    """Return a verdict on an answer in the format of question sets.

    Of a good answer the cited papers are gold, and a good refusal is of a question that is not answerable. After a bad
    one, the question counts as answerable: a person has to look at it, and to add what a right answer holds. Its `type`
    is the verdict, and its `note` the visitor's, after the citation `number` that is said to be wrong.
    """
    good = verdict == "good answer"
    said = " ".join([_named(answer, number), note.strip()[:LONGEST_NOTE]]).strip()
    record = {
        "id": f"page-{uuid4().hex[:12]}",
        "question": answer.question,
        "answerable": not (good and answer.status == "abstained"),
        "type": verdict,
        "history": [turn for turn in history if turn["question"].strip() and turn["answer"].strip()],
        "gold_papers": list(dict.fromkeys(c.paper.paper_id for c in answer.citations)) if good else [],
        "note": said,
    }
    return {key: value for key, value in record.items() if value not in ("", [])}


def append(folder: Path, record: dict[str, Any]) -> None:
    """Add a line to the file in the home folder. Raises AbstractQAError if that cannot be done."""
    path = folder / FILE
    line = (json.dumps(record, ensure_ascii=False) + "\n").encode()
    try:
        place = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with open(place, "wb", buffering=0) as file:  # one write: lines of two visitors do not mix
            if file.seek(0, os.SEEK_END) > LARGEST_FILE:
                raise AbstractQAError(f"{path} is full. Move it away, and what is said is kept again.")
            file.write(line)
    except OSError as error:
        raise AbstractQAError(f"{path} cannot be written ({error.strerror or error}).") from error


def _named(answer: Answer, number: int | None) -> str:
    cited: Citation | None = next((c for c in answer.citations if c.number == number), None)
    return f"[{cited.number}] {cited.paper.title}: “{cited.quote}”" if cited else ""
