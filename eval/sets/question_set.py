"""Question sets: JSON Lines, one question a line, checked before anything runs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from index_store.errors import AbstractQAError
from rag.question.asked import MAX_CHARACTERS, BadQuestion, understand


@dataclass(frozen=True)
class Case:
    """One question and what a right answer holds.

    `gold_papers`, `borderline` and `near` are titles or ids; a right answer has one alias of each group in `facts`;
    `gold_sentences` are exact substrings of gold abstracts. `note` is what a person said of an earlier answer; nothing
    is scored by it. `place` is the `file:line` of the case, for messages; it
    is not compared or stored.
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
    note: str = ""
    place: str = field(default="", compare=False)

    @property
    def leans(self) -> bool:
        """Whether the question leans on its history; by its type, as the sets are made."""
        return bool(self.history) and self.type in ("follow_up", "near_miss")

    def to_dict(self) -> dict[str, Any]:
        """Return the case as plain JSON values, with every key of the format."""
        record: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        del record["place"]
        return record

    @classmethod
    def from_dict(cls, record: Mapping[str, Any], place: str = "") -> "Case":
        """Rebuild a case from JSON values; raises TypeError for unknown keys."""
        return cls(**{key: _frozen(value) for key, value in record.items()}, place=place)


def own_questions(name: str, prefix: str = "") -> list[Case]:
    """Return the project's own questions `seen`, `report` or `attacks`, or those of them whose id has a prefix.

    `seen` was looked at while the program was tuned, and holds several older sets: `tune:` is the prefix of the half
    that numbers are fitted on. Raises AbstractQAError when the set is missing, as it is in an installed package.
    """
    file = Path(__file__).with_name(f"{name}.jsonl")
    if not file.is_file():
        raise AbstractQAError(
            f"{file} is missing: the project's questions come only with a checkout of its repository. "
            "Run this in one, or name your own questions: --questions FILE"
        )
    start = f'{{"id": "{prefix}'
    lines = file.read_text(encoding="utf-8").split("\n")
    return parse_questions("\n".join(line if line.startswith(start) else "" for line in lines), str(file))


def read_questions(path: str | Path) -> list[Case]:
    """Read a question set; raises AbstractQAError naming file, line and field."""
    try:
        return parse_questions(Path(path).read_text(encoding="utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise AbstractQAError(f"{path} cannot be read ({error}); expected a JSON Lines question set.") from error


def parse_questions(text: str, name: str) -> list[Case]:
    """Parse JSON Lines into cases; raises AbstractQAError naming `name`, line and field."""
    cases: dict[str, Case] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            case = _case(line, f"{name}:{number}")
            if case.id in cases:
                raise AbstractQAError(f"{case.place}: the id {case.id!r} is already used by {cases[case.id].place}.")
            cases[case.id] = case
    if not cases:
        raise AbstractQAError(f"{name} holds no question; expected one JSON object a line.")
    return list(cases.values())


_TEXT, _LIST = (
    ("id", "question", "type", "correction", "note"),
    ("gold_papers", "borderline", "near", "gold_sentences"),
)


def _case(line: str, place: str) -> Case:
    try:
        record: Any = json.loads(line)
        json.dumps(record, ensure_ascii=False).encode()  # JSON may spell half a character, which no file takes
    except (ValueError, RecursionError) as error:
        raise AbstractQAError(f"{place}: not JSON ({error}).") from error
    if not isinstance(record, dict):
        raise AbstractQAError(f"{place}: expected a JSON object, found {type(record).__name__}.")
    known = {key.name for key in fields(Case)} - {"place"}
    for key in record.keys() - known:
        raise AbstractQAError(f"{place}: unknown key {key!r}; known are {', '.join(sorted(known))}.")
    for key in ("id", "question", "answerable"):
        if key not in record:
            raise AbstractQAError(f"{place}: {key!r} is missing.")
    for key, value in record.items():
        if not _fits(key, value):
            raise AbstractQAError(f"{place}: {key!r} has the wrong form: {json.dumps(value)[:80]}")
    case = Case.from_dict(record, place)
    if len(case.question) > MAX_CHARACTERS or not any(character.isalnum() for character in case.question):
        try:  # only of these, because reading a question takes milliseconds
            understand(case.question)
        except BadQuestion as error:
            raise AbstractQAError(f"{place}: 'question': {error}") from error
    return case


def _fits(key: str, value: Any) -> bool:
    if key in _TEXT:
        return isinstance(value, str) and bool(value.strip())
    if key == "answerable":
        return isinstance(value, bool)
    if key == "history":
        return isinstance(value, list) and all(
            isinstance(turn, dict) and turn.keys() == {"question", "answer"} and _strings(list(turn.values()))
            for turn in value
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
