"""A plan in words, for the person who asked: `count papers on “music”, since 2020`."""

from collections.abc import Iterator

from rag.plan.plan import Plan, Where

_NAMES = {"author_count": "number of authors", "author_names": "authors"}


def read_as(plan: Plan | None) -> str:
    """Return how a question about records or the collection was read, in one line; empty for any other, or no plan."""
    if plan is None:
        return ""
    if plan.about == "records":
        fields = ", ".join(_NAMES.get(field, field) for field in plan.fields)
        return ", ".join(filter(None, [f"{fields} of {' and '.join(map(_quoted, plan.papers))}", plan.order]))
    return ", ".join(_of_collection(plan)) if plan.about == "collection" else ""


def _of_collection(plan: Plan) -> Iterator[str]:
    counted = f" of {_NAMES.get(plan.of, plan.of)}" if plan.of else ""
    yield f"{plan.want}{counted}: papers{f' on {_quoted(plan.topic)}' if plan.topic else ''}"
    if plan.not_topic:
        yield f"not on {_quoted(plan.not_topic)}"
    if plan.mentions:
        yield f"with the words {_quoted(plan.mentions)}"
    yield from map(_condition, plan.where)
    if plan.order:
        yield f"{plan.order} first"
    if plan.limit:
        yield f"at most {plan.limit}"


def _condition(where: Where) -> str:
    name = _NAMES.get(where.field, where.field)
    return f"{name} {where.is_} {where.value}".strip()


def _quoted(text: str) -> str:
    return f"“{text}”"
