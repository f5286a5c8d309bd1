"""A condition on a paper's metadata: whether a record meets it, and how it is said in an answer."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from index_store.records import Paper
from rag.collection.metadata import FIELD_NAMES, NOUNS, MetadataField, Value, short_date, short_month, value_of

Operator = Literal["=", "!=", "<", "<=", ">", ">=", "known", "unknown", "month"]

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
        if isinstance(value, int):
            return _COMPARE[self.operator](value, asked)
        if self.operator == "month":
            return value[5:7] == asked
        return _COMPARE[self.operator](value[: len(str(asked))], asked)  # a date is compared as far as it is asked for

    def said_of(self, count: int) -> str:
        """Return what the condition says of so many papers, verb first: `were published in 2021`."""
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
        if self.operator == "month":
            return "published in " + " or ".join(short_month(int(value)) for value in self.values)
        dates = " or ".join(short_date(str(value)) for value in self.values)
        if self.operator in ("=", "!="):
            preposition = "on" if len(str(self.values[0])) == 10 else "in"
            return f"{'not ' * (self.operator == '!=')}published {preposition} {dates}"
        return f"published {_OF_DATES[self.operator]} {dates}"


def span(field: MetadataField, first: Value, last: Value) -> list[Condition]:
    """Return the conditions of a span, both ends in it."""
    return [Condition(field, ">=", (first,)), Condition(field, "<=", (last,))]
