"""Read listing pages in two layouts: one dated record a line, or title and abstract on alternate lines.

The layout is recognised by the text alone; short lines that belong to no record are page furniture.
"""

import re
from collections.abc import Iterator

from index_store.records import Paper, Source
from rag.ingest.new_paper import iso_date, new_paper
from rag.ingest.raw_record import Unreadable
from rag.ingest.titles import split_title

# A button of the page, glued to the first record: `SubscribeG2PTL: A Pre-trained Model`.
_BUTTON = r"^(?:Subscribe|Sign [Uu]p|Log [Ii]n)"
_GLUED_BUTTON = re.compile(_BUTTON + r"(?=[A-Z0-9])")
_UPVOTES = rf"(?:{_BUTTON})?(?P<upvotes>-|\d[\d,]*) +"
_RECORD_START = re.compile(_UPVOTES + r"\S")
_RECORD = re.compile(
    _UPVOTES
    + r"(?P<text>\S.*\S) +(?P<authors>\d+) authors? +[·•∙] +(?P<date>[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})"
    + r"(?:[A-Z]\D{0,80})?$"  # furniture glued to the last record
)
_SENTENCE_END = re.compile(r"""[.!?…]["')\]]*$""")


def looks_like_dated_listing(text: str) -> bool:
    """Return whether a line of `text` is `N title abstract K authors · Mon D, YYYY`."""
    return any(_RECORD.match(line) for _, line in _lines(text))


def read_dated_listing(text: str, file: str) -> Iterator[Paper | Unreadable]:
    """Yield the records of a page with one record a line; `-` upvotes are None."""
    for number, line in _lines(text):
        source = Source(file, f"line {number}")
        if found := _RECORD.match(line):
            yield _dated_paper(found, source)
        elif _RECORD_START.match(line) and _is_abstract(line):
            yield Unreadable(file, source.place, "no 'K authors · Mon D, YYYY' at the end of the record")


def _dated_paper(found: re.Match[str], source: Source) -> Paper | Unreadable:
    try:
        published = iso_date(found["date"])
    except ValueError:
        return Unreadable(source.file, source.place, f"{found['date']!r} is no date: expected one like 'Sep 7, 2022'")
    title, abstract = split_title(found["text"])
    upvotes = None if found["upvotes"] == "-" else int(found["upvotes"].replace(",", ""))
    return new_paper(
        title,
        abstract,
        source,
        published=published,
        author_count=int(found["authors"]),
        upvotes=upvotes,
    )


def looks_like_alternating_listing(text: str) -> bool:
    """Return whether most lines of `text` that read like an abstract follow a line that does not."""
    titled = [title is not None for _, title, _ in _title_abstract_pairs(text)]
    return sum(titled) > len(titled) / 2


def read_alternating_listing(text: str, file: str) -> Iterator[Paper | Unreadable]:
    """Yield the records of a page with a title line before each abstract line."""
    is_first = True
    for place, title, abstract in _title_abstract_pairs(text):
        if title is None:
            yield Unreadable(file, place, "an abstract with no title on the line before it")
            continue
        yield new_paper(_GLUED_BUTTON.sub("", title) if is_first else title, abstract, Source(file, place))
        is_first = False


def _title_abstract_pairs(text: str) -> Iterator[tuple[str, str | None, str]]:
    """Yield place, title and abstract of each record; no title where two abstracts stand together."""
    pending: tuple[int, str] | None = None
    for number, line in _lines(text):
        if not _is_abstract(line):
            pending = number, line
        elif pending:
            yield f"lines {pending[0]}-{number}", pending[1], line
            pending = None
        else:
            yield f"line {number}", None, line


def _is_abstract(line: str) -> bool:
    """Return whether a line is prose, no title or furniture: long, or 15 words that end like a sentence."""
    return len(line) >= 300 or (len(line.split()) >= 15 and _SENTENCE_END.search(line) is not None)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number and the stripped text of each line that is not blank."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if stripped := line.strip("\ufeff \t\f"):
            yield number, stripped
