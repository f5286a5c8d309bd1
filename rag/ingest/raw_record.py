"""What the reader of a format yields: the fields of a record as the file has them, under our names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Field = Literal[
    "id",
    "title",
    "abstract",
    "published",
    "authors",
    "author_count",
    "url",
    "upvotes",
    "doi",
    "arxiv_id",
    "venue",
    "keywords",
]


@dataclass(frozen=True)
class RawRecord:
    """One record before anything in it is believed; `place` is where it stands in its file, such as `line 3`.

    A value is a text, a number, a list, or a list of objects, as the format has it; a field that it lacks is left out.
    """

    place: str
    fields: Mapping[Field, Any]


@dataclass(frozen=True)
class Unreadable:
    """A record that cannot be read as a paper, or a part of it: where it is, and why in one line."""

    file: str
    place: str
    reason: str
