"""A plan about records or the collection, as what the selection and the lines of an answer take."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from index_store.paper_conditions import Conditions
from index_store.records import Paper
from rag.answer import Grounded
from rag.collection.collected import numbered_lines, of_records
from rag.collection.collection_question import Asks, CollectionQuestion
from rag.collection.lines import lines_of
from rag.collection.metadata import Condition, MetadataField
from rag.collection.name_condition import NameCondition, NameField
from rag.collection.named_paper import papers_named
from rag.collection.selection import select
from rag.plan.plan import Order, Plan, Want, Where
from rag.retrieval.library import Library

NO_CITATIONS = "Abstracts do not tell which papers cite which: ask which papers mention a name."

_ASKS: dict[Want, Asks] = {
    "list": "list", "count": "count", "first": "extreme", "per year": "groups", "total": "total", "average": "average"
}  # fmt: skip
_FIELDS: dict[str, MetadataField] = {"date": "published", "author_count": "author_count", "upvotes": "upvotes"}
_ORDERS: dict[Order, tuple[MetadataField, bool]] = {
    "newest": ("published", True),
    "oldest": ("published", False),
    "most authors": ("author_count", True),
    "fewest authors": ("author_count", False),
    "most upvotes": ("upvotes", True),
    "fewest upvotes": ("upvotes", False),
}


def from_collection(plan: Plan, library: Library, among: Conditions | None = None) -> Grounded | None:
    """Return the answer to a plan about records or the collection.

    None for a plan about what papers say, or one that names a paper that is not known. The answer is about the papers
    that fit the conditions `among`; None: all. One without sentences says in its text what the records do not have, or
    why no list can be given.
    """
    if plan.about not in ("records", "collection"):
        return None
    if plan.want == "citing":
        return Grounded(NO_CITATIONS, (), ())
    asked = asked_of(plan)
    if plan.about == "records":
        papers = _named(plan, library.papers(among))
        if len(papers) < 2 or not plan.order:
            return of_records(papers, plan.fields)
        asked = replace(asked, papers=papers)
    lines = lines_of(asked, select(asked, library, among))
    return numbered_lines(lines) if lines else None


def asked_of(plan: Plan) -> CollectionQuestion:
    """Return what a plan asks of the collection."""
    field, descending = _ORDERS[plan.order] if plan.order else (None, True)
    field = _FIELDS[plan.of] if plan.of else "published" if plan.want == "per year" else field
    return CollectionQuestion(
        "comparison" if plan.about == "records" else _ASKS[plan.want],
        topic=plan.topic or plan.mentions,
        conditions=tuple(_condition(where) for where in plan.where if where.field in _FIELDS),
        names=tuple(_name(where) for where in plan.where if where.field not in _FIELDS),
        field=field,
        descending=descending,
        limit=plan.limit,
        exact=bool(plan.mentions),
        not_topic=plan.not_topic,
    )


def _condition(where: Where) -> Condition:
    field = _FIELDS[where.field]
    value = int(where.value) if where.value.isdecimal() and field != "published" else where.value
    return Condition(field, where.is_, (value,) if where.value else ())


def _name(where: Where) -> NameCondition:
    name = "" if where.is_ == "unknown" else where.value
    return NameCondition(cast(NameField, where.field), name, negated=where.is_ == "!=")


def _named(plan: Plan, papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """Return the papers that a plan names, each once."""
    return tuple(dict.fromkeys(paper for name in plan.papers for paper in papers_named(name, papers)))
