"""What the record of one paper says of the fields that a question asks for."""

from index_store.records import Paper
from rag.collection.collection_question import CollectionQuestion
from rag.collection.lines import Line
from rag.collection.metadata import FIELD_NAMES, value_of, written
from rag.collection.reason import Reason


def line_of_record(asked: CollectionQuestion, paper: Paper) -> Line:
    """Return what a record holds of the fields asked for, and what it lacks; without reasons where it holds none."""
    held, lacking = _names(paper) if asked.asks == "names" else _fields(asked, paper)
    lack = f"carries no {' and no '.join(lacking)}"
    if not held:
        return Line(f"The record of “{paper.title}” {lack}.")
    lack = f"; its record {lack}" if lacking else ""
    return Line(f"“{paper.title}” {' and '.join(held)}{lack}.", (Reason.in_record(paper),))


def _names(paper: Paper) -> tuple[list[str], list[str]]:
    return ([f"is by {', '.join(paper.authors)}"], []) if paper.authors else ([], ["author's name"])


def _fields(asked: CollectionQuestion, paper: Paper) -> tuple[list[str], list[str]]:
    """Return what a record says of the fields asked for, verb first, and the names of those it says nothing of."""
    held = [field for field in asked.fields if value_of(paper, field) is not None]
    lacking = [FIELD_NAMES[field] for field in asked.fields if field not in held]
    return [("was published " if field == "published" else "has ") + written(paper, field) for field in held], lacking
