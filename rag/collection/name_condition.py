"""A condition on the names in a record: its authors, its venue, its keywords."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index_store.paper_conditions import folded
from index_store.records import Paper

NameField = Literal["author", "venue", "keyword"]
_SAID: dict[NameField, tuple[str, str, str]] = {  # of one paper, of several, and of a record without
    "author": ("is {}by {}", "are {}by {}", "author's name"),
    "venue": ("is {}of {}", "are {}of {}", "venue"),
    "keyword": ("is {}under the keyword {}", "are {}under the keyword {}", "keywords"),
}


@dataclass(frozen=True)
class NameCondition:
    """One name of a field must have all words of `name`; with `negated` none may. No words: there must be no name.

    Case and accents are not minded. A record without such names is not known to meet a negated condition.
    """

    field: NameField
    name: str
    negated: bool = False

    def holds(self, paper: Paper) -> bool:
        """Return whether a paper is known to meet the condition."""
        held, wanted = _names_of(paper, self.field), folded(self.name)
        if not wanted:
            return not held
        return bool(held) and self.negated != any(wanted <= folded(name) for name in held)

    def said_of(self, count: int) -> str:
        """Return the condition as the verb of a sentence on so many papers: `are by Doe`."""
        one, several, lacking = _SAID[self.field]
        if not folded(self.name):
            return f"{'carries' if count < 2 else 'carry'} no {lacking}"
        return (one if count < 2 else several).format("not " * self.negated, self.name)


def _names_of(paper: Paper, field: NameField) -> Sequence[str]:
    if field == "venue":
        return [paper.venue] if paper.venue else []
    return paper.authors if field == "author" else paper.keywords
