"""Answer a question about the collection from every paper's record, title and abstract, without a language model."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from index_store.records import Paper
from rag.answer import AnswerSentence, Citation
from rag.collection_question import CollectionQuestion
from rag.grounding import Grounded
from rag.library import Library
from rag.metadata import Condition, MetadataField, counted, metadata_line, value_of, written_date
from rag.named_paper import papers_named
from rag.selection import Reason, Selection, select

COLLECTION = "none (collection)"  # what an answer names as its model when it was read from the records
MOST_LISTED = 150  # papers named in one answer
MOST_COUNTED = 30  # papers named where only their number was asked for

_SUPERLATIVES = {
    ("published", True): "Newest",
    ("published", False): "Oldest",
    ("author_count", True): "Most authors",
    ("author_count", False): "Fewest authors",
    ("upvotes", True): "Most upvotes",
    ("upvotes", False): "Fewest upvotes",
}
_NAMES = {"published": "date", "author_count": "number of authors", "upvotes": "upvotes"}


@dataclass(frozen=True)
class Line:
    """One sentence or list item of an answer, and what it rests on."""

    text: str
    reasons: tuple[Reason, ...] = ()


def answer_from_collection(asked: CollectionQuestion, library: Library) -> Grounded | None:
    """Return the answer to a question about the collection, None where it means a paper that is not known.

    An answer without sentences says in its text what the records do not hold.
    """
    if asked.asks in ("fields", "names"):
        meant = papers_named(asked.topic, library.papers())
        return _of_records(asked, meant) if meant else None
    return _assembled(_ANSWERS[asked.asks](asked, select(asked, library)))


def _listed(asked: CollectionQuestion, found: Selection) -> list[Line]:
    """Name every paper selected, after how many they are and how that was decided."""
    if not found.chosen and asked.topic:
        return []  # that no abstract fits a topic is an abstention: it may only be worded otherwise
    chosen = _in_order(asked, found)[: asked.limit or MOST_LISTED]
    end = ":" if chosen else "."
    return [Line(_headline(asked, found) + end), *(_item(asked, reasons) for reasons in chosen)]


def _counted(asked: CollectionQuestion, found: Selection) -> list[Line]:
    """Give the number, and name the papers where they are few enough to be read."""
    if not asked.topic and not asked.conditions:
        return [Line(f"The collection holds {found.total} papers.")]
    lines = _listed(asked, found)
    return lines if len(found.chosen) <= MOST_COUNTED else [Line(_headline(asked, found) + ".")]


def _headline(asked: CollectionQuestion, found: Selection) -> str:
    number = len(found.chosen)
    said = [_fits(asked, number)] if asked.topic else []
    said += [c.said_of(number) for c in asked.conditions if c.operator != "known" or c.field not in found.needed]
    if not said and not found.needed:
        return f"The collection holds {found.total} papers"
    if not said:
        return f"{number} of the {found.total} papers {_carry(found)}"
    return f"{number or 'None'} of the {_judged(found)} {' and '.join(said)}{_how(asked)}"


def _fits(asked: CollectionQuestion, number: int) -> str:
    one = number < 2
    if asked.exact:
        return f"{'has' if one else 'have'} “{asked.topic}” in the title{'' if asked.in_title else ' or abstract'}"
    return f"{'fits' if one else 'fit'} “{asked.topic}”"


def _how(asked: CollectionQuestion) -> str:
    judged = asked.topic and not asked.exact
    return ", judged by the words and the meaning of every title and abstract" if judged else ""


def _judged(found: Selection) -> str:
    return f"{found.judged} papers" + (f" that {_carry(found)}{_left_out(found)}" if found.needed else "")


def _carry(found: Selection) -> str:
    return " and ".join(Condition(field, "known").said_of(2) for field in found.needed)


def _left_out(found: Selection) -> str:
    missing = found.total - found.judged
    return f" ({missing} of {found.total} do not)" if missing else ""


def _in_order(asked: CollectionQuestion, found: Selection) -> Sequence[tuple[Reason, ...]]:
    if not asked.fields:
        return found.chosen
    return sorted(found.chosen, key=lambda reasons: _value(reasons, asked.fields[0]), reverse=asked.descending)


def _value(reasons: tuple[Reason, ...], field: MetadataField) -> str | int:
    value = value_of(reasons[0].paper, field)
    assert value is not None
    return value


def _item(asked: CollectionQuestion, reasons: tuple[Reason, ...]) -> Line:
    """Name a paper with what its record says of the fields that were asked about."""
    fields = dict.fromkeys([*asked.fields, *(c.field for c in asked.conditions)])
    said = [_said(reasons[0].paper, field) for field in fields if value_of(reasons[0].paper, field) is not None]
    return Line(f"- {reasons[0].paper.title}{' – ' * bool(said)}{', '.join(said)}", reasons)


def _said(paper: Paper, field: MetadataField) -> str:
    value = value_of(paper, field)
    assert value is not None
    return written_date(str(value)) if field == "published" else counted(field, int(value))


def _extreme(asked: CollectionQuestion, found: Selection) -> list[Line]:
    """Name the first paper in an order and those level with it, or as many as were asked for."""
    if not found.chosen:
        return []
    ordered = _in_order(asked, found)
    level = [reasons for reasons in ordered if _value(reasons, asked.fields[0]) == _value(ordered[0], asked.fields[0])]
    chosen = ordered[: asked.limit] if asked.limit else level
    lead = f"{_SUPERLATIVES[asked.fields[0], asked.descending]} among the {_described(asked, found)}{_how(asked)}:"
    if len(chosen) > 1:
        return [Line(lead), *(_item(asked, reasons) for reasons in chosen)]
    paper = chosen[0][0].paper
    return [Line(f"{lead} “{paper.title}” – {metadata_line(paper)}.", chosen[0])]


def _compared(asked: CollectionQuestion, found: Selection) -> list[Line]:
    """Say which of the papers meant comes first, and what is known of each; two at least must be known."""
    ordered = _in_order(asked, found)
    if len(ordered) < 2:
        return []
    lead = f"{_SUPERLATIVES[asked.fields[0], asked.descending]} of these {len(ordered)} papers first:"
    return [Line(lead), *(_item(asked, reasons) for reasons in ordered)]


def _described(asked: CollectionQuestion, found: Selection) -> str:
    """Return how many papers were looked at and what they have in common."""
    carry = [Condition(field, "known") for field in found.needed]
    said = [c.said_of(2) for c in dict.fromkeys([*carry, *asked.conditions])]
    said += [_fits(asked, 2)] if asked.topic else []
    return f"{len(found.chosen)} papers that {' and '.join(said)}{_left_out(found)}"


def _by_year(asked: CollectionQuestion, found: Selection) -> list[Line]:
    ordered = sorted(found.chosen, key=lambda reasons: _value(reasons, "published"))
    if not ordered:
        return []
    first, last = (_said(reasons[0].paper, "published") for reasons in (ordered[0], ordered[-1]))
    lines = [Line(f"The {_described(asked, found)} go from {first} to {last}:")]
    for year, of_year in groupby(ordered, key=lambda reasons: str(_value(reasons, "published"))[:4]):
        group = list(of_year)
        cited = tuple(reason for reasons in group for reason in reasons)
        lines.append(Line(f"- {year}: {len(group)} paper{'' if len(group) == 1 else 's'}", cited))
    return lines


def _summed(asked: CollectionQuestion, found: Selection) -> list[Line]:
    field = asked.fields[0]
    values = [int(_value(reasons, field)) for reasons in found.chosen]
    if not values:
        return []
    total, noun = sum(values), "authors" if field == "author_count" else "upvotes"
    said = f"{total} {noun} in total" if asked.asks == "total" else f"{total / len(values):.1f} {noun} on average"
    spread = f"from {min(values)} to {max(values)}"
    cited = tuple(reason for reasons in found.chosen for reason in reasons)
    return [Line(f"The {_described(asked, found)} have {said}, {spread}.", cited)]


_ANSWERS: dict[str, Callable[[CollectionQuestion, Selection], list[Line]]] = {
    "list": _listed,
    "count": _counted,
    "extreme": _extreme,
    "comparison": _compared,
    "groups": _by_year,
    "total": _summed,
    "average": _summed,
}


def _of_records(asked: CollectionQuestion, meant: Sequence[Paper]) -> Grounded:
    """Say what the records of the papers meant hold of the fields asked for, and what they lack."""
    lines = []
    for paper in meant:
        held, lacking = _held(asked, paper)
        lack = f"its record carries no {' and no '.join(lacking)}" if lacking else ""
        if held:
            reason = Reason(paper, metadata_line(paper), 0, len(metadata_line(paper)), "metadata")
            lines.append(Line(f"“{paper.title}” {' and '.join(held)}{'; ' + lack if lack else ''}.", (reason,)))
        else:
            lines.append(Line(f"The record of “{paper.title}” carries no {' and no '.join(lacking)}."))
    if not any(line.reasons for line in lines):
        return Grounded(" ".join(line.text for line in lines), (), ())
    return _assembled(lines)


def _held(asked: CollectionQuestion, paper: Paper) -> tuple[list[str], list[str]]:
    """Return what a record says of the fields asked for, verb first, and the names of those it says nothing of."""
    if asked.asks == "names":
        return ([f"is by {', '.join(paper.authors)}"], []) if paper.authors else ([], ["author's name"])
    held, lacking = [], []
    for field in asked.fields:
        if value_of(paper, field) is None:
            lacking.append(_NAMES[field])
        else:
            held.append(("was published " if field == "published" else "has ") + _said(paper, field))
    return held, lacking


def _assembled(lines: Iterable[Line]) -> Grounded:
    """Return lines as a text with markers, what they cite numbered in order of appearance."""
    numbers: dict[Reason, int] = {}
    sentences, pieces = [], []
    for line in lines:
        for reason in line.reasons:
            numbers.setdefault(reason, len(numbers) + 1)
        cited = tuple(dict.fromkeys(numbers[reason] for reason in line.reasons))
        sentences.append(AnswerSentence(line.text, cited, "supported"))
        markers = "".join(f"[{n}]" for n in cited)
        pieces.append(f"{line.text.removesuffix('.')} {markers}{'.' * line.text.endswith('.')}" if cited else line.text)
    citations = tuple(Citation(n, r.paper, r.quote, r.start, r.end, "supported", r.field) for r, n in numbers.items())
    return Grounded("\n".join(pieces), tuple(sentences), citations)
