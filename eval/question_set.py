"""Question sets: JSON Lines, one question a line, checked before anything runs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from index_store.errors import AbstractQAError


@dataclass(frozen=True)
class Case:
    """One question and what a right answer holds.

    `gold_papers`, `borderline` and `near` are titles or ids; `facts` are groups of aliases of which a right
    answer has one each; `gold_sentences` are exact substrings of gold abstracts.
    """

    id: str
    question: str
    answerable: bool
    history: tuple[dict[str, str], ...] = ()
    type: str = ""
    gold_papers: tuple[str, ...] = ()
    borderline: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    gold_sentences: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    correction: str = ""


def own_questions(part: str) -> list[Case]:
    """Return the project's own questions: part `tune` or `report`."""
    return parse_questions(files("eval").joinpath(f"questions_{part}.jsonl").read_text("utf-8"), part)


def read_questions(path: Path) -> list[Case]:
    """Read a question set; raises AbstractQAError naming file, line and field."""
    try:
        return parse_questions(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise AbstractQAError(f"{path} cannot be read ({error}); expected a JSON Lines question set.") from error


def parse_questions(text: str, name: str) -> list[Case]:
    """Parse JSON Lines into cases; raises AbstractQAError naming `name`, line and field."""
    cases: list[Case] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            cases.append(_case(line, f"{name}:{number}"))
    if not cases:
        raise AbstractQAError(f"{name} holds no question; expected one JSON object a line.")
    repeated = {case.id for case in cases if [other.id for other in cases].count(case.id) > 1}
    if repeated:
        raise AbstractQAError(f"{name}: the id {min(repeated)!r} stands more than once; ids must be unique.")
    return cases


_TEXT, _LIST = (
    ("id", "question", "type", "correction"),
    ("gold_papers", "borderline", "near", "gold_sentences"),
)


def _case(line: str, place: str) -> Case:
    try:
        record: Any = json.loads(line)
    except ValueError as error:
        raise AbstractQAError(f"{place}: not JSON ({error}).") from error
    if not isinstance(record, dict):
        raise AbstractQAError(f"{place}: expected a JSON object, found {type(record).__name__}.")
    known = {field.name for field in fields(Case)}
    for key in record.keys() - known:
        raise AbstractQAError(f"{place}: unknown key {key!r}; known are {', '.join(sorted(known))}.")
    for key in ("id", "question", "answerable"):
        if key not in record:
            raise AbstractQAError(f"{place}: {key!r} is missing.")
    for key, value in record.items():
        if not _fits(key, value):
            raise AbstractQAError(f"{place}: {key!r} has the wrong form: {json.dumps(value)[:80]}")
    return Case(**{key: _frozen(value) for key, value in record.items()})


def _fits(key: str, value: Any) -> bool:
    if key in _TEXT:
        return isinstance(value, str) and bool(value.strip())
    if key == "answerable":
        return isinstance(value, bool)
    if key == "history":
        return isinstance(value, list) and all(
            isinstance(turn, dict) and turn.keys() == {"question", "answer"} for turn in value
        )
    if key == "facts":
        return isinstance(value, list) and all(group and _strings(group) for group in value)
    return _strings(value)


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _frozen(value: Any) -> Any:
    return (
        tuple(_frozen(item) for item in value) if isinstance(value, Sequence) and not isinstance(value, str) else value
    )
