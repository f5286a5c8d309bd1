"""Clauses of a question, turned into questions of their own."""

import re

_ORDINAL = re.compile(r"\bthe (?:first|second|former|latter)(?: (?:one|paper|work|study|model))?\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[:;.?]\s|\s[–—-]\s")
_FIRST_AND_SECOND = re.compile(
    r"(?P<one>.*?\bthe (?:first|former)\b.*?)(?:,? and (?:for )?|[,;?] )"
    r"(?P<two>[^,;?]*?\bthe (?:second|latter)\b.*?)\W*",
    re.IGNORECASE,
)


def first_and_second(question: str) -> tuple[str, str] | None:
    """Return the clauses about `the first` and `the second` of two things; None if it has no such pair."""
    asked = _FIRST_AND_SECOND.fullmatch(_SENTENCE.split(question)[-1])
    return (asked["one"], asked["two"]) if asked else None


def with_name(clause: str, name: str) -> str:
    """Return a clause with a name in place of `the first`, `the latter` and the like."""
    return _ORDINAL.sub(lambda _: name, clause)


def as_question(clause: str) -> str:
    """Return a clause as a question: with a capital and a question mark."""
    clause = clause.strip(" ?.")
    return f"{clause[:1].upper()}{clause[1:]}?"
