"""Conditions on the record of a paper that is to be searched: years, authors, venue, keywords."""

import re
from dataclasses import dataclass

import numpy as np

from index_store.errors import AbstractQAError
from index_store.paper_table import PaperTable

Years = tuple[int | None, int | None]  # first and last; None: no bound


class BadConditions(AbstractQAError):
    """A condition that cannot be read."""


@dataclass(frozen=True)
class Conditions:
    """What the record of a paper must have; None and no words are no condition.

    A name, a venue or a keyword fits when the record has all of its words, whatever their case and accents. A paper
    without a date fits no years.
    """

    years: Years | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    keywords: tuple[str, ...] = ()
    source: str | None = None

    def __bool__(self) -> bool:
        """Return whether there is any condition."""
        return self != Conditions()

    def rows(self, table: PaperTable) -> np.ndarray:
        """Return the rows of the papers that fit."""
        return table.rows_where(self.years, self.authors, self.venue, self.keywords, self.source)


def years_of(text: str) -> Years:
    """Return the years that `2019`, `2019..`, `..2021` or `2019..2021` names; raises BadConditions for other texts."""
    first, dots, last = text.strip().partition("..")
    if (first or last) and all(re.fullmatch(r"\d{4}", year, re.ASCII) for year in (first, last) if year):
        years = (int(first) if first else None, int(last) if last else None)
        return years if dots else (years[0], years[0])
    raise BadConditions(f"{text!r} names no years: expected 2019, 2019.., ..2021 or 2019..2021")
