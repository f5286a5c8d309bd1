"""Clauses of a question: as questions of their own, and told apart as of the first of two things and of the second."""

import re

_ORDINAL = re.compile(r"\bthe (?:first|second|former|latter)(?: (?:one|paper|work|study|model))?\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[:;.?]\s|\s[–—-]\s")
_FIRST_AND_SECOND = re.compile(
    r"(?P<one>.*?\bthe (?:first|former)\b.*?)(?:,? and (?:for )?|[,;?] )"
    r"(?P<two>[^,;?]*?\bthe (?:second|latter)\b.*?)\W*",
    re.IGNORECASE,
)


def first_and_second(question: str) -> tuple[str, str] | None:
    """Return the clause on the first of two things and that on the second; None where they are not told apart so."""
    asked = _FIRST_AND_SECOND.fullmatch(_SENTENCE.split(question)[-1])
    return (asked["one"], asked["two"]) if asked else None


def with_name(clause: str, name: str) -> str:
    """Return a clause with a name in the place of `the first`, `the latter` and their like."""
    return _ORDINAL.sub(lambda _: name, clause)


def as_question(clause: str) -> str:
    """Return a clause of a question as one of its own."""
    clause = clause.strip(" ?.")
    return f"{clause[:1].upper()}{clause[1:]}?"
