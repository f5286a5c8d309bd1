"""What a question asks of the collection, as the selection and the sentences of its answer take it."""

from dataclasses import dataclass
from typing import Literal

from index_store.records import Paper
from rag.collection.metadata import Condition, MetadataField
from rag.collection.name_condition import NameCondition

Asks = Literal["list", "count", "extreme", "comparison", "groups", "total", "average"]


@dataclass(frozen=True)
class CollectionQuestion:
    """What is asked of the collection.

    The papers must deal with `topic`, empty for any paper, and not with `not_topic`; with `exact` the topic must be in
    the text word for word. `field` is the one to order, group or sum by. `limit` is how many papers
    are wanted, None for all. `papers` are those to compare.
    """

    asks: Asks
    topic: str = ""
    not_topic: str = ""
    exact: bool = False
    conditions: tuple[Condition, ...] = ()
    names: tuple[NameCondition, ...] = ()
    field: MetadataField | None = None
    descending: bool = True
    limit: int | None = None
    papers: tuple[Paper, ...] = ()
