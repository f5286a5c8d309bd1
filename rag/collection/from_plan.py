"""A plan about records or the collection, as what the selection and the lines of an answer take."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from index_store.paper_conditions import Conditions
from index_store.records import Paper
from rag.answer import Grounded
from rag.collection.collected import answer_from_collection, numbered_lines
from rag.collection.collection_question import Asks, CollectionQuestion
from rag.collection.lines import Line, lines_of
from rag.collection.metadata import Condition, MetadataField
from rag.collection.named_paper import papers_named
from rag.collection.record_lines import line_of_record
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


@dataclass(frozen=True)
class Asked:
    """What a plan asks of the papers whose records fit `among`."""

    question: CollectionQuestion
    among: Conditions


def from_collection(
    asked: CollectionQuestion | None, plan: Plan | None, library: Library, among: Conditions | None = None
) -> Grounded | None:
    """Return the answer to a question about records or the collection; None for one about what papers say."""
    if asked:
        return answer_from_collection(asked, library, among)
    if plan is None or plan.about not in ("records", "collection"):
        return None
    collected = answer_from_plan(plan, library, among)
    return collected if collected and collected.text else None


def answer_from_plan(plan: Plan, library: Library, among: Conditions | None = None) -> Grounded | None:
    """Return the answer to a plan about records or the collection; None where it names a paper that is not known.

    It is about the papers that fit the conditions `among`; None: all. An answer without sentences says in its text what
    the records do not have, or why no list can be given.
    """
    if plan.want == "citing":
        return Grounded(NO_CITATIONS, (), ())
    asked = asked_of(plan, among or Conditions())
    if plan.about == "records":
        papers = list(_named(plan, library.papers(asked.among)))
        if not papers:
            return None
        if not plan.order or len(papers) == 1:
            return _of_records([line_of_record(paper, plan.fields) for paper in papers])
        asked = replace(asked, question=replace(asked.question, papers=tuple(papers)))
    return numbered_lines(lines_of(asked.question, select(asked.question, library, asked.among)))


def asked_of(plan: Plan, among: Conditions) -> Asked:
    """Return what a plan asks, with its conditions on names added to those that hold anyway."""
    field, descending = _ORDERS[plan.order] if plan.order else (None, True)
    ordered = _FIELDS[plan.of] if plan.of else "published" if plan.want == "per year" else field
    question = CollectionQuestion(
        "comparison" if plan.about == "records" else _ASKS[plan.want],
        topic=plan.topic or plan.mentions,
        conditions=tuple(_condition(where) for where in plan.where if where.field in _FIELDS),
        fields=(ordered,) if ordered else (),
        descending=descending,
        limit=plan.limit,
        exact=bool(plan.mentions and not plan.topic),
        and_topic=plan.and_topic,
        not_topic=plan.not_topic,
        mentions=plan.mentions if plan.topic else "",
    )
    named = {name: [w.value for w in plan.where if w.field == name and w.is_ == "="] for name in _NAMES}
    return Asked(question, replace(
        among,
        authors=(*among.authors, *named["author"]),
        keywords=(*among.keywords, *named["keyword"]),
        venue=next(iter(named["venue"]), among.venue),
    ))  # fmt: skip


_NAMES = ("author", "venue", "keyword")


def _condition(where: Where) -> Condition:
    field = _FIELDS[where.field]
    value = int(where.value) if where.value.isdecimal() and field != "published" else where.value
    return Condition(field, where.is_, (value,) if where.value else ())


def _named(plan: Plan, papers: list[Paper]) -> Iterator[Paper]:
    """Yield the papers that a plan names, each once."""
    yield from dict.fromkeys(paper for name in plan.papers for paper in papers_named(name, papers))


def _of_records(lines: list[Line]) -> Grounded:
    if any(line.citations for line in lines):
        return numbered_lines(lines)
    return Grounded(" ".join(line.text for line in lines), (), ())
