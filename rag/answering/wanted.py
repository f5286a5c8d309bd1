"""What one asker wants of an answer, beside the question: the settings of all stay as they are."""

from dataclasses import dataclass
from typing import Literal, get_args

Length = Literal["short", "normal", "long"]
LENGTHS: tuple[Length, ...] = get_args(Length)
_MOST_SENTENCES: dict[Length, int | None] = {"short": 1, "normal": None, "long": 8}


@dataclass(frozen=True)
class Wanted:
    """The wishes of one asker.

    `length` says how far an answer is completed by quotations: not beyond its first sentence, to three sentences, or to
    eight; what the model writes is not cut. `papers` are how many papers may give evidence; None: as many as the
    settings say. `language` is the English name of the language that the answer is written in; None: that of the
    question. Quotations stay in English.
    """

    length: Length = "normal"
    papers: int | None = None
    language: str | None = None

    @property
    def most_sentences(self) -> int | None:
        """Return to how many sentences an answer is completed by quotations; None: as usual."""
        return _MOST_SENTENCES[self.length]


USUAL = Wanted()
