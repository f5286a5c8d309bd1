"""Read BibTeX and BibLaTeX: the entries as bibtexparser splits them, with each `@string` put in where it is named.

What is text for a reader is given as LaTeX prints it; names keep their braces, which say what is one name.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import split_multiple_persons_names
from bibtexparser.model import DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String

from rag.ingest.fields.latex import printed
from rag.ingest.formats.field_names import is_empty
from rag.ingest.opening.document import Document
from rag.ingest.raw_record import Field, RawRecord, Unreadable

_FIELDS: dict[Field, tuple[str, ...]] = {
    "title": ("title",),
    "abstract": ("abstract",),
    "url": ("url",),
    "doi": ("doi",),
    "venue": ("journal", "journaltitle", "booktitle"),
    "keywords": ("keywords",),
}
_PRINTED: tuple[Field, ...] = ("title", "abstract", "venue", "keywords")
_OPENED = re.compile(
    r"^[ \t]*@[ \t]*(?:(?:string|preamble|comment)[ \t]*|[a-z]+[ \t]*(?=[{(]\s*[^\s{}()=,\"']*\s*,))[{(]",
    re.MULTILINE | re.IGNORECASE,
)
_KEY = re.compile(r"@\s*\w+\s*[{(]\s*([^\s,{}()]+)")
_MARK = re.compile(r"\\.|[{}()]", re.DOTALL)
_NAME_BEFORE = re.compile(r"[\w-]+\s*$")
_JOINT = re.compile(r'(?<!\\)[{}"#=]')

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # each broken entry is told as an Unreadable instead


def bibtex_sureness(document: Document) -> float:
    """Return the share of the words of the beginning that stand inside entries; an open one goes on to the next."""
    text = document.beginning
    found = list(_OPENED.finditer(text))
    limits = [*(entry.start() for entry in found[1:]), len(text)]
    inside = [
        text[entry.start() : _end(text, entry.end() - 1, limit)] for entry, limit in zip(found, limits, strict=False)
    ]
    return len(" ".join(inside).split()) / max(len(text.split()), 1)


def _end(text: str, start: int, limit: int) -> int:
    """Return where what is opened at `start` is closed, or the limit."""
    opening, closing, depth = text[start], "})"[text[start] == "("], 0
    for found in _MARK.finditer(text, start, limit):
        depth += (found[0] == opening) - (found[0] == closing)
        if depth == 0:
            return found.end()
    return limit


def read_bibtex(document: Document) -> Iterator[RawRecord | Unreadable]:
    """Yield the record of each entry; one that is broken is Unreadable, and the next is read."""
    strings: dict[str, str] = {}
    seen: set[str] = set()
    for block in parse_string(document.text(), parse_stack=[]).blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, String):
            strings[block.key.lower()] = _resolved(block.value, strings)
        entry = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
        if isinstance(entry, Entry):
            place = f"entry {entry.key}" if entry.key and entry.key not in seen else f"entry {entry.key}, line {line}"
            seen.add(entry.key)
            yield _without_comma(entry, document.file) or RawRecord(place, _fields(entry, strings))
        elif isinstance(block, ParsingFailedBlock) and not isinstance(block, DuplicateFieldKeyBlock):
            key = _KEY.match(block.raw or "")
            reason = " ".join(str(getattr(block.error, "abort_reason", block.error)).split())
            yield Unreadable(document.file, f"entry {key[1]}" if key else f"line {line}", f"broken BibTeX: {reason}")


def _without_comma(entry: Entry, file: str) -> Unreadable | None:
    """Return what is to be said of an entry that has no comma behind a field, which would hold the next one too."""
    for field in entry.fields:
        value = str(field.value)
        if place := _swallowed(value):
            line = (field.start_line or 0) + 1 + value[:place].count("\n")
            seen = value[place:].split("\n")[0][:60]
            return Unreadable(file, f"entry {entry.key}, line {line}", f"broken BibTeX: no comma before {seen!r}")
    return None


def _fields(entry: Entry, strings: Mapping[str, str]) -> dict[Field, Any]:
    values: dict[str, str] = {}
    for field in entry.fields:
        values.setdefault(field.key.lower(), _resolved(str(field.value), strings).strip())
    said: dict[Field, Any] = {
        field: next((values[name] for name in names if values.get(name)), None) for field, names in _FIELDS.items()
    }
    said |= {field: printed(said[field]) for field in _PRINTED if said[field]}
    said |= {"id": entry.key, "published": _published(values), "authors": _authors(values.get("author", ""))}
    if "arxiv" in (values.get("eprinttype", "") + values.get("archiveprefix", "")).lower():
        said["arxiv_id"] = values.get("eprint")
    return {field: value for field, value in said.items() if not is_empty(value)}


def _published(values: Mapping[str, str]) -> str:
    if values.get("date"):
        return values["date"]
    year, month = values.get("year", ""), values.get("month", "").replace("~", " ")
    return f"{year}-{int(month):02}" if re.fullmatch("0?[1-9]|1[0-2]", month) else f"{year} {month}".strip()


def _authors(value: str) -> list[str]:
    """Return the names; `others` stands for names that are left out."""
    # It loses a backslash, and the letter behind it, that begins a name.
    names = split_multiple_persons_names(re.sub(r"(?<!\S)\\(?=\S)", r"{}\\", value))
    return [*names[:-1], "et al."] if names[-1:] == ["others"] else names


def _resolved(value: str, strings: Mapping[str, str]) -> str:
    """Return the text of a value, `"Journal of " # {Peat} # name`."""
    return "".join(
        piece[1:-1] if piece[:1] + piece[-1:] in ("{}", '""') else strings.get(piece.lower(), piece)
        for piece in _pieces(value)
    )


def _pieces(value: str) -> Iterator[str]:
    start = 0
    for place in _outside(value, "#"):
        yield value[start:place].strip()
        start = place + 1
    yield value[start:].strip()


def _swallowed(value: str) -> int | None:
    """Return where the next field stands in the value of one that no comma parts from it; None if none does."""
    equals = next(_outside(value, "="), None)
    name = equals and _NAME_BEFORE.search(value[:equals])
    return name.start() if name else None


def _outside(value: str, mark: str) -> Iterator[int]:
    """Yield the places of a mark that stands outside braces and quotes."""
    depth, in_quotes = 0, False
    for found in _JOINT.finditer(value):
        depth += (found[0] == "{") - (found[0] == "}")
        if found[0] == '"' and depth == 0:
            in_quotes = not in_quotes
        elif found[0] == mark and depth == 0 and not in_quotes:
            yield found.start()
