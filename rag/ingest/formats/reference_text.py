"""Read numbered references in plain text: PubMed's "abstract" text, and lists of title, authors and abstract.

Each record is a block that begins with the next number; a block of another make is no record of these formats.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rag.ingest.opening.document import Document
from rag.ingest.raw_record import Field, RawRecord, Unreadable

_NUMBER = re.compile(r"(\d{1,6})[.)] +(?=\S)")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_PUBMED_ID = re.compile(r"^PMID: (\d+)", re.MULTILINE)
_DOI = re.compile(r"^DOI: (\S+)", re.MULTILINE)
_ISSUE_DATE = re.compile(r"\. (\d{4}(?: [A-Z][a-z]{2}(?: \d{1,2})?)?)\b")
_BESIDE = (  # how the paragraphs begin that PubMed sets beside the abstract
    *("Author information:", "Collaborators:", "Comment in", "Comment on", "Update in", "Update of", "Erratum in"),
    *("Republished", "Retraction in", "Plain Language Summary", "Conflict of interest statement:", "Copyright"),
    *("©", "(c)", "DOI:", "PMID:", "PMCID:"),
)
_AFFILIATION = re.compile(r"\(\d+(?:,\d+)*\)")
_ABSTRACT_WORDS = 30  # fewer are hardly an abstract


@dataclass(frozen=True)
class Block:
    """The lines of a record, the number before the first taken off; `line` is where it begins."""

    line: int
    lines: tuple[str, ...]

    @property
    def paragraphs(self) -> list[str]:
        """Return what blank lines part, each in one line."""
        return [" ".join(part.split()) for part in "\n".join(self.lines).split("\n\n") if part.strip()]


def pubmed_text_sureness(document: Document) -> float:
    """Return the share of the lines that stand in a block of PubMed's."""
    return _sureness(document, _pubmed_record)


def read_pubmed_text(document: Document) -> Iterator[RawRecord | Unreadable]:
    """Yield the record of each block that ends with a PubMed id."""
    return _read(document, _pubmed_record)


def reference_list_sureness(document: Document) -> float:
    """Return the share of the lines that stand in a block of title, source and abstract, a line each."""
    return _sureness(document, _listed_record)


def read_reference_list(document: Document) -> Iterator[RawRecord | Unreadable]:
    """Yield the record of each block of title, source and abstract."""
    return _read(document, _listed_record)


def _pubmed_record(block: Block) -> RawRecord | None:
    text, paragraphs = "\n".join(block.lines), block.paragraphs
    found = _PUBMED_ID.search(text)
    if not found or len(paragraphs) < 3:
        return None
    source, title, *others = paragraphs
    is_signed = len(others) > 1 and not others[0].startswith(_BESIDE)
    rest = [part for part in others[is_signed:] if not part.startswith(_BESIDE)]
    fields: dict[Field, str] = {"id": found[1], "title": title, "venue": source.split(". ")[0]}
    if rest:
        fields["abstract"] = " ".join(rest)
    if is_signed:
        fields["authors"] = _AFFILIATION.sub("", others[0]).rstrip(".")
    if issued := _ISSUE_DATE.search(source):
        fields["published"] = issued[1]
    if doi := _DOI.search(text):
        fields["doi"] = doi[1]
    return RawRecord(f"line {block.line}", fields)


def _listed_record(block: Block) -> RawRecord | None:
    lines = [line.strip() for line in block.lines if line.strip()]
    if len(lines) != 3:
        return None
    title, source, abstract = lines
    years = _YEAR.findall(source)
    is_short = max(len(title), len(source)) < len(abstract)
    if not years or not is_short or len(abstract.split()) < _ABSTRACT_WORDS:
        return None
    authors, _, venue = source.partition(". ")
    return RawRecord(
        f"line {block.line}",
        {
            "title": title,
            "abstract": abstract,
            "authors": authors,
            "published": years[-1],
            "venue": venue[: venue.rfind(years[-1])].strip(" .,;("),
        },
    )


Make = Callable[[Block], RawRecord | None]


def _sureness(document: Document, make: Make) -> float:
    blocks = list(_blocks(enumerate(document.beginning.split("\n"), start=1)))
    if document.is_cut:
        blocks = blocks[:-1]
    total = sum(len(block.lines) for block in blocks)
    return sum(len(block.lines) for block in blocks if make(block)) / max(total, 1)


def _read(document: Document, make: Make) -> Iterator[RawRecord | Unreadable]:
    overlong: list[Unreadable] = []
    for block in _blocks(_whole_lines(document, overlong)):
        yield from overlong
        overlong.clear()
        if record := make(block):
            yield record
        elif any(line.strip() for line in block.lines):
            yield Unreadable(document.file, f"line {block.line}", "not made as the other references are")
    yield from overlong


def _whole_lines(document: Document, overlong: list[Unreadable]) -> Iterator[tuple[int, str]]:
    for number, line in document.lines():
        if isinstance(line, Unreadable):
            overlong.append(line)
        else:
            yield number, line


def _blocks(lines: Iterator[tuple[int, str]]) -> Iterator[Block]:
    """Yield what each next number begins; what stands before the first is a block too, if it is not blank."""
    start, held, number, is_after_blank = 1, list[str](), 0, True
    for at, line in lines:
        found = _NUMBER.match(line)
        if found and is_after_blank and int(found[1]) == number + 1:
            if any(held):
                yield Block(start, tuple(held))
            start, held, number = at, [line[found.end() :]], number + 1
        else:
            held.append(line.rstrip())
        is_after_blank = not line.strip()
    if any(held):
        yield Block(start, tuple(held))
