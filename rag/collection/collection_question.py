"""What a question asks of the collection, once it is read."""

from dataclasses import dataclass
from typing import Literal

from index_store.records import Paper
from rag.collection.metadata import Condition, MetadataField
from rag.collection.name_condition import NameCondition

NO_CITATIONS = "Abstracts do not tell which papers cite which: ask which papers mention a name."

Asks = Literal["list", "count", "extreme", "comparison", "fields", "names", "groups", "total", "average"]


@dataclass(frozen=True)
class CollectionQuestion:
    """What is asked of the collection.

    `topic` is what the papers must deal with, or the name of one paper where `asks` is "fields" or "names"; empty for
    any paper. `fields` are the ones asked for, or the one to order and group by. `limit` is how many papers are wanted,
    None for all. With `exact` the topic must be in the text word for word. `also` is a second question in the same
    sentence; with `goes_on` the second one is about what papers say. `refusal` is the sentence that says why no list
    can be given; empty where one can. The papers must deal with `and_topic` too and not with `not_topic`; `papers` are
    those to compare.
    """

    asks: Asks
    topic: str = ""
    conditions: tuple[Condition, ...] = ()
    fields: tuple[MetadataField, ...] = ()
    descending: bool = True
    limit: int | None = None
    exact: bool = False
    in_title: bool = False
    and_topic: str = ""
    not_topic: str = ""
    names: tuple[NameCondition, ...] = ()
    papers: tuple[Paper, ...] = ()
    also: "CollectionQuestion | None" = None
    goes_on: bool = False
    refusal: str = ""
