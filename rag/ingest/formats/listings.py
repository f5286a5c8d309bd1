"""Read listing pages in two layouts: one dated record a line, or title and abstract on alternate lines.

A page is told by what most of it is; short lines that belong to no record are page furniture.
"""

import re
from collections import Counter
from collections.abc import Iterator
from statistics import median

from rag.ingest.formats.titles import split_title
from rag.ingest.opening.document import Document
from rag.ingest.raw_record import Field, RawRecord, Unreadable

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
_INNER_END = re.compile(r"[.!?…][\"')\]]* +(?=\S)")

Line = tuple[int, str | Unreadable]
Pair = tuple[str, str | None, str]  # place, title if there is one, abstract


def dated_listing_sureness(document: Document) -> float:
    """Return the share of the characters that stand in lines of `N title abstract K authors · Mon D, YYYY`."""
    lines = [line.strip() for line in document.first_lines]
    return sum(len(line) for line in lines if _RECORD.match(line)) / max(sum(map(len, lines)), 1)


def read_dated_listing(document: Document) -> Iterator[RawRecord | Unreadable]:
    """Yield the records of a page with one record a line; without the field where upvotes are `-`."""
    for number, line in _lines(document):
        place = f"line {number}"
        if isinstance(line, Unreadable):
            yield line
        elif found := _RECORD.match(line):
            yield RawRecord(place, _dated_fields(found))
        elif _RECORD_START.match(line) and _is_abstract(line):
            yield Unreadable(document.file, place, "no 'K authors · Mon D, YYYY' at the end of the record")


def _dated_fields(found: re.Match[str]) -> dict[Field, str | int]:
    title, abstract = split_title(found["text"])
    fields: dict[Field, str | int] = {"title": title, "abstract": abstract}
    if found["upvotes"] != "-":
        fields["upvotes"] = int(found["upvotes"].replace(",", ""))
    return fields | {"author_count": int(found["authors"]), "published": found["date"]}


def alternating_listing_sureness(document: Document) -> float:
    """Return the share of the lines that are titles and abstracts by turns; 0 if they do not look like such.

    Notes under headings alternate too: but headings are shorter than titles, or begin alike, and notes are
    shorter than abstracts.
    """
    beginning = ((number, line.strip()) for number, line in enumerate(document.first_lines, start=1))
    pairs = [pair for pair in _title_abstract_pairs(beginning) if not isinstance(pair, Unreadable)]
    titles = [title for _, title, _ in pairs if title]
    if not titles or not _are_titles(titles) or not _are_abstracts([abstract for _, _, abstract in pairs]):
        return 0.0
    return min(1.0, 2 * len(titles) / len(document.first_lines))


def _are_titles(titles: list[str]) -> bool:
    """Tell titles from headings and from the fields of records by their words, as a whole."""
    first_words = Counter(title.split()[0] for title in titles)
    letters = sum(character.isalpha() or character == " " for title in titles for character in title)
    return (
        median(len(title.split()) for title in titles) >= 5
        and letters >= 0.85 * sum(map(len, titles))
        and (len(titles) == 1 or max(first_words.values()) <= len(titles) / 2)
        and sum(bool(_SENTENCE_END.search(title)) for title in titles) <= len(titles) / 4
    )


def _are_abstracts(abstracts: list[str]) -> bool:
    """Tell abstracts from other paragraphs by their length: a median of 60 words and three sentences."""
    words = median(len(abstract.split()) for abstract in abstracts)
    return words >= 60 and median(len(_INNER_END.findall(abstract)) for abstract in abstracts) >= 2


def read_alternating_listing(document: Document) -> Iterator[RawRecord | Unreadable]:
    """Yield the records of a page with a title line before each abstract line."""
    is_first = True
    for pair in _title_abstract_pairs(_lines(document)):
        if isinstance(pair, Unreadable):
            yield pair
            continue
        place, title, abstract = pair
        if title is None:
            yield Unreadable(document.file, place, "an abstract with no title on the line before it")
            continue
        yield RawRecord(place, {"title": _GLUED_BUTTON.sub("", title) if is_first else title, "abstract": abstract})
        is_first = False


def _title_abstract_pairs(lines: Iterator[Line]) -> Iterator[Pair | Unreadable]:
    """Yield place, title and abstract of each record; no title where two abstracts stand together."""
    pending: tuple[int, str] | None = None
    for number, line in lines:
        if isinstance(line, Unreadable):
            yield line
        elif not _is_abstract(line):
            pending = number, line
        elif pending:
            yield f"lines {pending[0]}-{number}", pending[1], line
            pending = None
        else:
            yield f"line {number}", None, line


def _is_abstract(line: str) -> bool:
    """Return whether a line is prose, no title or furniture: long, or 15 words that end like a sentence."""
    return len(line) >= 300 or (len(line.split()) >= 15 and _SENTENCE_END.search(line) is not None)


def _lines(document: Document) -> Iterator[Line]:
    """Yield the number and the stripped text of each line that is not blank."""
    for number, line in document.lines():
        if isinstance(line, Unreadable):
            yield number, line
        elif stripped := line.strip("\ufeff \t\f"):
            yield number, stripped
