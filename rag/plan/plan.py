"""The plan of a question: what is asked of what, and the JSON schema in which a language model writes it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

About = Literal["contents", "several", "records", "collection"]
Want = Literal["list", "count", "first", "per year", "total", "average", "citing"]
RecordField = Literal["date", "author_names", "author_count", "upvotes", "venue", "doi", "keywords"]
WhereField = Literal["date", "author_count", "upvotes", "author", "venue", "keyword"]
Is = Literal["=", "!=", "<", "<=", ">", ">=", "unknown"]
Counted = Literal["author_count", "upvotes"]
Order = Literal["newest", "oldest", "most authors", "fewest authors", "most upvotes", "fewest upvotes"]

MOST_PARTS = 4  # questions, papers or conditions of a plan; each question costs a search and an answer


@dataclass(frozen=True)
class Where:
    """A condition on the record of a paper; `value` is a number, words, or the beginning of an ISO date."""

    field: WhereField
    is_: Is
    value: str = ""


@dataclass(frozen=True)
class Plan:
    """How a question is read. What it does not set is empty; None: no order, no limit.

    `about` is "contents" for what papers say, "several" for that of several `questions`, "records" for the `fields` of
    the named `papers`, and "collection" for what is wanted of all papers (`of` is what a total or an average counts):
    those on `topic` but not on `not_topic`, that have `mentions` word for word and fit `where`, the
    first `limit` in an `order`.
    """

    about: About = "contents"
    questions: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    fields: tuple[RecordField, ...] = ()
    want: Want = "list"
    of: Counted | None = None
    topic: str = ""
    not_topic: str = ""
    mentions: str = ""
    where: tuple[Where, ...] = ()
    order: Order | None = None
    limit: int | None = None

    @classmethod
    def from_dict(cls, read: Mapping[str, Any]) -> "Plan":
        """Return the plan of JSON values that fit the schema."""
        where = tuple(Where(one["field"], one["is"], one.get("value", "")) for one in read.get("where", ()))
        lists = {key: tuple(read[key]) for key in ("questions", "papers", "fields") if key in read}
        return cls(**{**read, **lists, "where": where})

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as JSON values, without what is not set."""
        read = {key: value for key, value in asdict(self).items() if value and key != "want"}
        if self.about == "collection":
            read["want"] = self.want
        if self.where:
            read["where"] = [
                {"field": one.field, "is": one.is_, **({"value": one.value} if one.value else {})} for one in self.where
            ]
        return {key: list(value) if isinstance(value, tuple) else value for key, value in read.items()}


def plan_of(written: str) -> Plan | None:
    """Return the plan that a model wrote; None if it was cut off."""
    try:
        return Plan.from_dict(json.loads(written))
    except (ValueError, TypeError, KeyError):
        return None


def _of(literal: Any) -> dict[str, Any]:
    return {"enum": list(get_args(literal))}


def _list(items: Mapping[str, Any], least: int, most: int) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def _about(about: About, required: tuple[str, ...] = (), **keys: Any) -> dict[str, Any]:
    properties = {"about": {"const": about}, **keys}
    return {
        "type": "object", "properties": properties, "required": ["about", *required], "additionalProperties": False
    }  # fmt: skip


# Without brackets and braces: inside a string a model that writes code goes on with code.
_TEXT = {"type": "string", "pattern": r"^[^\s\\\]\[{}][^\\\]\[{}]{0,200}$"}
_WHERE = {
    "type": "object",
    "properties": {"field": _of(WhereField), "is": _of(Is), "value": _TEXT},
    "required": ["field", "is"],
    "additionalProperties": False,
}
SHAPES: dict[About, dict[str, Any]] = {
    "contents": _about("contents"),
    "several": _about("several", ("questions",), questions=_list(_TEXT, 2, MOST_PARTS)),
    "records": _about(
        "records", ("papers", "fields"),
        papers=_list(_TEXT, 1, MOST_PARTS), fields=_list(_of(RecordField), 1, len(get_args(RecordField))),
        order=_of(Order),
    ),
    "collection": _about(
        "collection", ("want",),
        want=_of(Want), of=_of(Counted), topic=_TEXT, not_topic=_TEXT, mentions=_TEXT,
        where=_list(_WHERE, 1, MOST_PARTS), order=_of(Order), limit={"type": "integer", "minimum": 1, "maximum": 200},
    ),
}  # fmt: skip
"""The JSON schema of a plan about each; its keys come in this order."""
