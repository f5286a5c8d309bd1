"""The sentences that name the papers selected: a list, a number, the first in an order, figures over all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby

from rag.collection.collection_question import CollectionQuestion
from rag.collection.metadata import NOUNS, MetadataField, metadata_line, value_of, written
from rag.collection.phrases import described, headline, judged_how
from rag.collection.selection import Citations, Selection

MOST_LISTED = 150  # papers named in one answer
MOST_COUNTED = 30  # papers named where only their number was asked for

_SUPERLATIVES: dict[MetadataField, tuple[str, str]] = {  # of the lowest value, and of the highest
    "published": ("Oldest", "Newest"),
    "author_count": ("Fewest authors", "Most authors"),
    "upvotes": ("Fewest upvotes", "Most upvotes"),
}


@dataclass(frozen=True)
class Line:
    """One sentence or list item of an answer, and what it cites."""

    text: str
    citations: Citations = ()


def lines_of(asked: CollectionQuestion, found: Selection) -> list[Line]:
    """Return the sentences that answer the question from the papers selected; none where nothing can be said."""
    return _LINES[asked.asks](asked, found)


def _listed(asked: CollectionQuestion, found: Selection) -> list[Line]:
    """Say how many papers were selected and how, and name every one."""
    if not found.chosen and asked.topic:
        return []  # an abstention: a paper on the topic may use other words
    chosen = _in_order(asked, found)[: asked.limit or MOST_LISTED]
    end = ":" if chosen else "."
    return [Line(headline(asked, found) + end), *(_item(asked, cited) for cited in chosen)]


def _counted(asked: CollectionQuestion, found: Selection) -> list[Line]:
    """Give the number, and name the papers where they are few enough to be read."""
    if not asked.topic and not asked.conditions:
        return [Line(f"The collection holds {found.total} papers.")]
    return _listed(asked, found) if len(found.chosen) <= MOST_COUNTED else [Line(headline(asked, found) + ".")]


def _in_order(asked: CollectionQuestion, found: Selection) -> Sequence[Citations]:
    """Return the papers in the order asked for; those without the field come last."""
    field = asked.field
    if not field:
        return found.chosen
    known = [cited for cited in found.chosen if value_of(cited[0].paper, field) is not None]
    unknown = [cited for cited in found.chosen if value_of(cited[0].paper, field) is None]
    return sorted(known, key=lambda cited: _value(cited, field), reverse=asked.descending) + unknown


def _value(cited: Citations, field: MetadataField | None) -> str | int:
    value = value_of(cited[0].paper, field) if field else None
    assert value is not None
    return value


def _item(asked: CollectionQuestion, cited: Citations) -> Line:
    """Name a paper with what its record says of the fields that were asked about."""
    paper = cited[0].paper
    fields = dict.fromkeys([*([asked.field] if asked.field else []), *(c.field for c in asked.conditions)])
    said = [written(paper, field) for field in fields if value_of(paper, field) is not None]
    return Line(f"- {paper.title}{' – ' * bool(said)}{', '.join(said)}", cited)


def _extreme(asked: CollectionQuestion, found: Selection) -> list[Line]:
    """Name the first paper in an order with its ties, or as many as were asked for."""
    if not found.chosen:
        return []
    ordered = _in_order(asked, found)
    level = [cited for cited in ordered if _value(cited, asked.field) == _value(ordered[0], asked.field)]
    chosen = ordered[: asked.limit] if asked.limit else level
    lead = f"{_superlative(asked)} among the {described(asked, found)}{judged_how(asked)}:"
    if len(chosen) > 1:
        return [Line(lead), *(_item(asked, cited) for cited in chosen)]
    paper = chosen[0][0].paper
    return [Line(f"{lead} “{paper.title}” – {metadata_line(paper)}.", chosen[0])]


def _compared(asked: CollectionQuestion, found: Selection) -> list[Line]:
    """Say which of the named papers comes first, and what is known of each; at least two must be known."""
    ordered = _in_order(asked, found)
    if len(ordered) < 2:
        return []
    lead = f"{_superlative(asked)} of these {len(ordered)} papers first{_days_apart(ordered, asked.field)}:"
    return [Line(lead), *(_item(asked, cited) for cited in ordered)]


def _days_apart(ordered: Sequence[Citations], field: MetadataField | None) -> str:
    """Return how many days lie between two dates that are known to the day; empty for anything else."""
    days = [str(_value(cited, field)) for cited in ordered]
    if field != "published" or len(days) != 2 or min(map(len, days)) < len("2024-01-31"):
        return ""
    apart = abs((date.fromisoformat(days[0]) - date.fromisoformat(days[1])).days)
    return f", {apart} day{'' if apart == 1 else 's'} apart"


def _superlative(asked: CollectionQuestion) -> str:
    assert asked.field
    return _SUPERLATIVES[asked.field][asked.descending]


def _by_year(asked: CollectionQuestion, found: Selection) -> list[Line]:
    """Give the number of papers of every year."""
    ordered = sorted(found.chosen, key=lambda cited: _value(cited, "published"))
    if not ordered:
        return []
    first, last = (written(cited[0].paper, "published") for cited in (ordered[0], ordered[-1]))
    lines = [Line(f"The {described(asked, found)} go from {first} to {last}:")]
    for year, of_year in groupby(ordered, key=lambda cited: str(_value(cited, "published"))[:4]):
        group = list(of_year)
        text = f"- {year}: {len(group)} paper{'' if len(group) == 1 else 's'}"
        lines.append(Line(text, tuple(chain.from_iterable(group))))
    return lines


def _summed(asked: CollectionQuestion, found: Selection) -> list[Line]:
    """Give the total or the mean of a field, and its spread."""
    field = asked.field
    assert field
    values = [int(_value(cited, field)) for cited in found.chosen]
    if not values:
        return []
    total, noun = sum(values), f"{NOUNS[field]}s"
    said = f"{total} {noun} in total" if asked.asks == "total" else f"{total / len(values):.1f} {noun} on average"
    text = f"The {described(asked, found)} have {said}, from {min(values)} to {max(values)}."
    return [Line(text, tuple(chain.from_iterable(found.chosen)))]


_LINES: dict[str, Callable[[CollectionQuestion, Selection], list[Line]]] = {
    "list": _listed,
    "count": _counted,
    "extreme": _extreme,
    "comparison": _compared,
    "groups": _by_year,
    "total": _summed,
    "average": _summed,
}
