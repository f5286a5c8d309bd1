"""A plan made without a language model: dates, counts and orders, read from a few closed classes of words.

It serves quotations, and models that do not plan. What it reads is taken out of the question; what is left is the
topic, or the name of a paper. A question that asks more than that is about what papers say.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from rag.plan.plain_conditions import take_conditions
from rag.plan.plan import Counted, Order, Plan, RecordField, Want
from rag.text.number_words import NUMBER_WORDS
from rag.text.wording import QUESTION_WORD, content_stems

_PAPERS = r"(?:papers|articles|studies|abstracts|publications)"
_PAPER = r"(?:papers?|articles?|study|studies|abstracts?|publications?|one)"
_LISTED = re.compile(
    rf"\b(?:which|what|list|show|name|find|give|how many|number of|any|all)\b(?: me)?(?: (?:of|the|these))*"
    rf"(?P<kind>(?: [\w'-]+){{0,4}}?) {_PAPERS}\b|^(?P<alone>(?:[\w'-]+ ){{0,2}}?){_PAPERS}\b",
    re.IGNORECASE,
)
_ONE = re.compile(rf"\b{_PAPER}\b", re.IGNORECASE)
_SEVERAL_SENTENCES = re.compile(r"[.?!;:]\s")
_ASKS_MORE = re.compile(rf"\band {QUESTION_WORD}|\b(?:how|why|say|says|said)\b(?! many\b)", re.IGNORECASE)
_OF_A_PAPER = re.compile(rf"{_PAPERS} (?:does|did|do)\b(?! (?:you|we|i|not)\b)", re.IGNORECASE)
_CITES = re.compile(r"\bcit(?:e|es|ed|ing)\b", re.IGNORECASE)
_COUNT: Sequence[tuple[Want, str]] = (("count", r"\b(?:how many|number of|count)\b(?! (?:authors|upvotes|people))"),)
_FIGURES: Sequence[tuple[Want, str]] = (
    ("per year", r"\b(?:per|by|each|every) year\b"),
    ("average", r"\b(?:average|mean)\b"),
    ("total", r"\b(?:in total|total|altogether)\b"),
)
_COUNTS: Sequence[tuple[Counted, str]] = (("upvotes", r"\bupvotes\b"), ("author_count", r"\bauthors\b"))
_ORDERS: Sequence[tuple[Order, str]] = (
    ("most authors", r"\b(?:most|more) authors\b"),
    ("fewest authors", r"\b(?:fewest|fewer) authors\b"),
    ("most upvotes", r"\b(?:most|more) (?:upvotes|upvoted)\b"),
    ("fewest upvotes", r"\b(?:fewest|fewer|least) (?:upvotes|upvoted)\b"),
    ("newest", r"\b(?:newest|latest|most recent|newer|later)\b"),
    ("oldest", r"\b(?:oldest|earliest|older|earlier)\b"),
)
_FIELDS: Sequence[tuple[RecordField, str]] = (
    ("author_count", r"\b(?:how many|number of) (?:authors|people)\b"),
    ("upvotes", r"\b(?:how many|number of) upvotes\b"),
    ("author_names", r"^(?:who wrote|(?:who are |name |list )?(?:the )?authors of)\b"),
    ("date", r"^(?:when (?:was|were|did)|(?:what is )?the date of|date of|(?:in )?which year|year of)\b"),
    ("venue", r"^(?:in )?(?:which|what) (?:journal|venue|conference)\b"),
    ("doi", r"\bDOI of\b"),
)
_FRAME = re.compile(
    r"\b(?:(?:were |was |been )?(?:published|released|written)|came out|appeared|publication"
    r"|(?:in|of|from) (?:the|this|your|our) (?:collection|library)|there)\b",
    re.IGNORECASE,
)
_VERB = re.compile(r"\b(?:have|has|get|does|did|do|was|is)\b", re.IGNORECASE)
_NOT = re.compile(r",? \b(?:but not|except|other than) (?:about |on )?", re.IGNORECASE)
_MENTIONS = re.compile(r"\b(?:that |which )?(?:mention|contain)s? (?:the (?:word|name) )?", re.IGNORECASE)
_WHICH = re.compile(r"which|what", re.IGNORECASE)
_NAMES = re.compile(r",? (?:and|or) |, ", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”]")
Kind = TypeVar("Kind", bound=str)


def plain_plan(question: str) -> Plan:
    """Return the plan of a question that stands alone; one about contents where it is not surely about records."""
    text = " ".join(_QUOTED.sub("", question).strip(" ?!.").split())
    if any(asked.search(text) for asked in (_SEVERAL_SENTENCES, _ASKS_MORE, _OF_A_PAPER)):
        return Plan()
    where, rest = take_conditions(text)
    order, rest = _take(rest, _ORDERS)
    if _LISTED.search(text) or ((order or where) and _ONE.search(text)):
        return _of_collection(Plan("collection", where=where, order=order), rest)
    return Plan() if where else _of_records(rest, order)


def _of_collection(plan: Plan, rest: str) -> Plan:
    if _CITES.search(rest):
        return Plan("collection", want="citing")
    figure, rest = _take(rest, _FIGURES)
    counted, _ = _take(rest, _COUNTS)
    if figure in ("average", "total") and counted:
        return replace(plan, want=figure, of=counted)
    count, rest = _take(rest, _COUNT)
    limit, rest = _limit(_unframed(rest))
    topic, *taken_away = _NOT.split(rest)
    told, *mentioned = _MENTIONS.split(topic)
    want: Want = "per year" if figure == "per year" else count or ("first" if plan.order and not limit else "list")
    read = replace(
        plan, want=want, limit=limit, topic="" if mentioned else _topic(told),
        mentions=_topic(" ".join(mentioned)), not_topic=_topic(" ".join(taken_away)),
    )  # fmt: skip
    return Plan() if read == Plan("collection") else read


def _unframed(text: str) -> str:
    """Return a question without the words that ask for papers, but with what says of which kind they are."""
    found = _LISTED.search(text)
    if found:
        text = f"{found['kind'] or found['alone'] or ''} {text[found.end() :]}"
    return _ONE.sub(" ", _FRAME.sub(" ", text), count=1)


def _of_records(text: str, order: Order | None) -> Plan:
    """Return a plan for the fields of named papers; one about contents where none is asked for, or none is named."""
    field, text = _take(text, _FIELDS)
    names = tuple(filter(None, map(_topic, _NAMES.split(_VERB.sub(" ", _FRAME.sub(" ", text))))))
    if order and len(names) > 1 and _WHICH.match(text):
        of: dict[str, RecordField] = {"authors": "author_count", "upvotes": "upvotes"}
        return Plan("records", papers=names, fields=(of.get(order.split()[-1], "date"),), order=order)
    return Plan("records", papers=names, fields=(field,)) if field and names else Plan()


def _take(text: str, kinds: Sequence[tuple[Kind, str]]) -> tuple[Kind | None, str]:
    """Return the first kind whose words are in a text, and the text without them; None for none."""
    for kind, pattern in kinds:
        if re.search(pattern, text, re.IGNORECASE):
            return kind, " ".join(re.sub(pattern, " ", text, flags=re.IGNORECASE).split())
    return None, text


def _limit(text: str) -> tuple[int | None, str]:
    """Return how many papers are wanted, None where that is not said, and the text without it."""
    first, _, others = text.strip().removeprefix("the ").removeprefix("top ").partition(" ")
    number = NUMBER_WORDS.get(first.lower()) or (int(first) if first.isdecimal() and len(first) < 4 else 0)
    return (number, others) if number > 1 else (None, text)


def _topic(text: str) -> str:
    """Return a text without the words at either end that carry no meaning."""
    words = text.split()
    while words and not content_stems(words[0]):
        words.pop(0)
    while words and not content_stems(words[-1]):
        words.pop()
    return " ".join(words).strip(" ,;:")
