"""What a record says of its paper beside title and abstract, how it is written out, and a condition on it."""

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dateutil.parser import parserinfo

from index_store.records import Paper

MetadataField = Literal["published", "author_count", "upvotes"]
Operator = Literal["=", "!=", "<", "<=", ">", ">=", "known", "unknown"]
Value = str | int

FIELD_NAMES: dict[MetadataField, str] = {"published": "date", "author_count": "number of authors", "upvotes": "upvotes"}
NOUNS: dict[MetadataField, str] = {"author_count": "author", "upvotes": "upvote"}  # what is counted

_COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_OF_DATES = {"<": "before", "<=": "in or before", ">": "after", ">=": "in or after"}
_OF_COUNTS = {"<": "fewer than", "<=": "at most", ">": "more than", ">=": "at least", "!=": "other than"}


@dataclass(frozen=True)
class Condition:
    """A condition on one field of a record: its value must compare to one of `values` as the operator says."""

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
        if isinstance(value, int):
            return _COMPARE[self.operator](value, asked)
        return _COMPARE[self.operator](value[: len(str(asked))], asked)  # a date is compared as far as it is asked for

    def said_of(self, count: int) -> str:
        """Return the condition as the verb of a sentence on so many papers: `were published in 2021`."""
        one = count < 2
        if self.operator in ("known", "unknown"):
            return f"{'carries' if one else 'carry'} {self._presence()}"
        if self.field == "published":
            return f"{'was' if one else 'were'} {self._when()}"
        numbers = " or ".join(str(value) for value in self.values)
        noun = NOUNS[self.field] + ("" if self.values == (1,) else "s")
        return " ".join(filter(None, ["has" if one else "have", _OF_COUNTS.get(self.operator), numbers, noun]))

    def _presence(self) -> str:
        article = "no " if self.operator == "unknown" else "" if self.field == "upvotes" else "a "
        return article + FIELD_NAMES[self.field]

    def _when(self) -> str:
        dates = " or ".join(_date(str(value)) for value in self.values)
        if self.operator in ("=", "!="):
            preposition = "on" if len(str(self.values[0])) == 10 else "in"
            return f"{'not ' * (self.operator == '!=')}published {preposition} {dates}"
        return f"published {_OF_DATES[self.operator]} {dates}"


def value_of(paper: Paper, field: MetadataField) -> Value | None:
    """Return the value of a field, None where the record has none; authors that are only named are counted."""
    if field == "author_count":
        return paper.author_count or len(paper.authors) or None
    return paper.published if field == "published" else paper.upvotes


def metadata_line(paper: Paper) -> str:
    """Return the metadata of a paper in one line; empty where its record has none."""
    return " · ".join(_parts(paper))


def _parts(paper: Paper) -> Iterator[str]:
    if paper.published:
        yield f"Published {written(paper, 'published')}"
    for field in NOUNS:
        if value_of(paper, field) is not None:
            yield written(paper, field)
    if paper.authors:
        yield ", ".join(paper.authors)
    if paper.venue:
        yield paper.venue
    if paper.doi:
        yield f"doi:{paper.doi}"
    if paper.keywords:
        yield f"Keywords: {', '.join(paper.keywords)}"


def written(paper: Paper, field: MetadataField) -> str:
    """Return the value of a field as a person writes it: `1 author`, `Sep 12, 2019 (2019-09-12)`; it must have one."""
    value = value_of(paper, field)
    assert value is not None
    if field != "published":
        return f"{value} {NOUNS[field]}{'' if value == 1 else 's'}"
    return str(value) if len(str(value)) == 4 else f"{_date(str(value))} ({value})"


def _date(iso: str) -> str:
    """Return an ISO date, or its beginning, as a person writes it: `Sep 12, 2019`."""
    year, *rest = iso.split("-")
    if not rest:
        return year
    return f"{_month(rest[0])} {int(rest[1])}, {year}" if len(rest) > 1 else f"{_month(rest[0])} {year}"


def _month(number: str) -> str:
    return parserinfo.MONTHS[int(number) - 1][0]
