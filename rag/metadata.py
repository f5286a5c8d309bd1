"""What a record says of its paper beside title and abstract: written out, and compared with what a question asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index_store.records import Paper

MetadataField = Literal["published", "author_count", "upvotes"]
Operator = Literal["=", "!=", "<", "<=", ">", ">=", "known", "unknown", "month"]
Value = str | int

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_COMPARED = {"<": "before", "<=": "in or before", ">": "after", ">=": "in or after"}
_COUNTED = {"<": "fewer than", "<=": "at most", ">": "more than", ">=": "at least", "!=": "other than"}
_NOUNS = {"author_count": "author", "upvotes": "upvote"}


def value_of(paper: Paper, field: MetadataField) -> Value | None:
    """Return what the record says of a field, None where it says nothing; named authors are counted."""
    if field == "author_count":
        return paper.author_count or len(paper.authors) or None
    return paper.published if field == "published" else paper.upvotes


def metadata_line(paper: Paper) -> str:
    """Return the metadata of a paper in one line; empty where its record has none."""
    return " · ".join(_parts(paper))


def _parts(paper: Paper) -> Iterator[str]:
    if paper.published:
        yield f"Published {written_date(paper.published)}"
    for field in ("author_count", "upvotes"):
        value = value_of(paper, field)
        if value is not None:
            yield counted(field, int(value))
    if paper.authors:
        yield ", ".join(paper.authors)


def counted(field: MetadataField, count: int) -> str:
    """Return a count with its noun, e.g. `1 author`."""
    return f"{count} {_NOUNS[field]}{'' if count == 1 else 's'}"


def written_date(date: str) -> str:
    """Return an ISO date, or its beginning, as a person writes it and as it is stored."""
    return date if len(date) == 4 else f"{short_date(date)} ({date})"


def short_date(date: str) -> str:
    """Return an ISO date, or its beginning, as a person writes it: `Sep 12, 2019`."""
    year, *rest = date.split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    return f"{month} {int(rest[1])}, {year}" if len(rest) > 1 else f"{month} {year}"


@dataclass(frozen=True)
class Condition:
    """What a paper's metadata must be; it has to be as one of the values, as the operator compares."""

    field: MetadataField
    operator: Operator
    values: tuple[Value, ...] = ()

    def holds(self, paper: Paper) -> bool:
        """Return whether a paper is known to meet the condition."""
        value = value_of(paper, self.field)
        if self.operator == "unknown":
            return not value
        if value is None:
            return False
        return self.operator == "known" or any(self._compare(value, asked) for asked in self.values)

    def _compare(self, value: Value, asked: Value) -> bool:
        if isinstance(value, str):
            if self.operator == "month":
                return value[5:7] == asked
            value = value[: len(str(asked))]
        match self.operator:
            case "=":
                return value == asked
            case "!=":
                return value != asked
            case "<":
                return value < asked  # type: ignore[operator]
            case "<=":
                return value <= asked  # type: ignore[operator]
            case ">":
                return value > asked  # type: ignore[operator]
            case _:
                return value >= asked  # type: ignore[operator]

    def said_of(self, count: int) -> str:
        """Return what the condition says of so many papers, verb first: `were published in 2021`."""
        one = count < 2
        if self.operator in ("known", "unknown"):
            what = {"published": "date", "author_count": "number of authors", "upvotes": "upvotes"}[self.field]
            article = "no" if self.operator == "unknown" else "" if self.field == "upvotes" else "a"
            return " ".join(["carries" if one else "carry", article, what]).replace("  ", " ")
        if self.field == "published":
            return f"{'was' if one else 'were'} {self._when()}"
        numbers = " or ".join(str(value) for value in self.values)
        noun = _NOUNS[self.field] + ("" if self.values == (1,) else "s")
        return " ".join(filter(None, ["has" if one else "have", _COUNTED.get(self.operator), numbers, noun]))

    def _when(self) -> str:
        if self.operator == "month":
            return "published in " + " or ".join(_MONTHS[int(value) - 1] for value in self.values)
        dates = " or ".join(short_date(str(value)) for value in self.values)
        if self.operator in ("=", "!="):
            preposition = "on" if len(str(self.values[0])) == 10 else "in"
            return f"{'not ' if self.operator == '!=' else ''}published {preposition} {dates}"
        return f"published {_COMPARED[self.operator]} {dates}"
