"""A text that is read from the front: its beginning to judge it by, its lines, or the whole of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import TextIO

from index_store.errors import AbstractQAError
from rag.ingest.raw_record import Field, Unreadable

BEGINNING = 65_536  # characters that a format is told by
LINE_LIMIT = 1_000_000  # characters
TEXT_LIMIT = 200_000_000  # characters of a text that can only be read as a whole


@dataclass(frozen=True)
class Document:
    """A text and its name; `open` opens it from the front, as often as wanted, with every line end as one newline.

    `columns` are the names that the user says the fields have in it.
    """

    file: str
    open: Callable[[], TextIO]
    columns: Mapping[Field, str] = field(default_factory=dict)

    @cached_property
    def beginning(self) -> str:
        """Return the first BEGINNING characters, or all if there are fewer."""
        with self.open() as stream:
            return stream.read(BEGINNING)

    @property
    def is_cut(self) -> bool:
        """Tell whether the text may go on after its beginning."""
        return len(self.beginning) == BEGINNING

    @cached_property
    def first_lines(self) -> list[str]:
        """Return the lines of the beginning that are not blank, without one that is cut."""
        lines = self.beginning.split("\n")
        return [line for line in (lines[:-1] if self.is_cut and len(lines) > 1 else lines) if line.strip()]

    def lines(self) -> Iterator[tuple[int, str | Unreadable]]:
        """Yield the number of each line, from 1, and its text without the line end; Unreadable where it is too long."""
        with self.open() as stream:
            for number in count(1):
                line = stream.readline(LINE_LIMIT + 1)
                if not line:
                    return
                length, last = len(line), line
                while length > LINE_LIMIT and last and not last.endswith("\n"):
                    last = stream.readline(LINE_LIMIT)
                    length += len(last)
                yield number, line.removesuffix("\n") if length <= LINE_LIMIT + 1 else self._overlong(number, length)

    def text(self) -> str:
        """Return the whole text; raises AbstractQAError if it has more than TEXT_LIMIT characters."""
        with self.open() as stream:
            text = stream.read(TEXT_LIMIT + 1)
        if len(text) > TEXT_LIMIT:
            raise AbstractQAError(
                f"{self.file} is too large to be read as a whole: expected at most {TEXT_LIMIT:,} characters; "
                "split it into several files"
            )
        return text

    def _overlong(self, number: int, length: int) -> Unreadable:
        reason = f"a line of {length:,} characters: expected at most {LINE_LIMIT:,}"
        return Unreadable(self.file, f"line {number}", reason)
