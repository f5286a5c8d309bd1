"""The names in a plan are held against the records: what no record has as a name, but abstracts say, is a topic."""

from dataclasses import replace

from index_store.index import Index
from index_store.paper_conditions import Conditions
from rag.plan.plan import Plan, Where


def with_held_names(plan: Plan, index: Index) -> Plan:
    """Return a plan whose names the records hold.

    A name of an author, a venue or a keyword that no record has joins the topic if the abstracts have all of its
    words; else it stays, so that the answer says that there is none.
    """
    loose = [where for where in plan.where if _is_loose(where, index)]
    joined = {is_: " ".join(where.value for where in loose if where.is_ == is_) for is_ in ("=", "!=")}
    return replace(
        plan,
        topic=f"{plan.topic} {joined['=']}".strip(),
        not_topic=f"{plan.not_topic} {joined['!=']}".strip(),
        where=tuple(where for where in plan.where if where not in loose),
    )


def _is_loose(where: Where, index: Index) -> bool:
    if where.is_ not in ("=", "!="):
        return False
    named = {
        "author": Conditions(authors=(where.value,)),
        "venue": Conditions(venue=where.value),
        "keyword": Conditions(keywords=(where.value,)),
    }.get(where.field)
    return (
        named is not None and index.lexical.papers_with_word(where.value) > 0 and not index.table.rows_where(named).size
    )
