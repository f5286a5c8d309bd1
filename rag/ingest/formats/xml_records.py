"""Read XML record by record: PubMed's, Atom feeds as arXiv gives them, and EndNote's. Entities are never expanded."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from index_store.errors import AbstractQAError
from rag.ingest.opening.document import Document
from rag.ingest.raw_record import Field, RawRecord, Unreadable

_ASIDE = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL)  # before the root
_ROOT = re.compile(r"\s*<(?:[\w.-]+:)?([\w.-]+)")


@dataclass(frozen=True)
class Layout:
    """The element of a record, and where its fields stand in it; several places are tried in their order.

    Of `authors` and `keywords` all elements are taken, of the others the first that says something.
    """

    record: str
    fields: Mapping[Field, tuple[str, ...]]


_PUBMED = "MedlineCitation/Article/"
LAYOUTS = {  # by the outermost element
    "PubmedArticleSet": Layout(
        "PubmedArticle",
        {
            "id": ("MedlineCitation/PMID",),
            "title": (_PUBMED + "ArticleTitle", _PUBMED + "VernacularTitle"),
            "abstract": (_PUBMED + "Abstract",),
            "published": (_PUBMED + "ArticleDate", _PUBMED + "Journal/JournalIssue/PubDate"),
            "authors": (_PUBMED + "AuthorList/Author",),
            "doi": (_PUBMED + "ELocationID[@EIdType='doi']", "PubmedData/ArticleIdList/ArticleId[@IdType='doi']"),
            "venue": (_PUBMED + "Journal/Title", _PUBMED + "Journal/ISOAbbreviation"),
            "keywords": ("MedlineCitation/KeywordList/Keyword",),
        },
    ),
    "feed": Layout(
        "entry",
        {
            "id": ("{*}id",),
            "arxiv_id": ("{*}id",),
            "title": ("{*}title",),
            "abstract": ("{*}summary",),
            "published": ("{*}published", "{*}updated"),
            "authors": ("{*}author/{*}name",),
            "url": ("{*}id",),
            "doi": ("{*}doi",),
            "venue": ("{*}journal_ref",),
        },
    ),
    "xml": Layout(
        "record",
        {
            "title": ("titles/title",),
            "abstract": ("abstract",),
            "published": ("dates/pub-dates/date", "dates/year"),
            "authors": ("contributors/authors/author",),
            "url": ("urls/related-urls/url", "urls/web-urls/url"),
            "doi": ("electronic-resource-num",),
            "venue": ("periodical/full-title", "titles/secondary-title"),
            "keywords": ("keywords/keyword",),
        },
    ),
}


def outermost(text: str) -> str | None:
    """Return the name of the outermost element of an XML text; None if the text is none."""
    start = 0
    while aside := _ASIDE.match(text, start):
        start = aside.end()
    found = _ROOT.match(text, start)
    return found[1] if found else None


def xml_sureness(document: Document) -> float:
    """Return 1 if the outermost element is that of a known layout and a record stands in the beginning."""
    layout = LAYOUTS.get(outermost(document.beginning) or "")
    return 1.0 if layout and re.search(rf"<(?:[\w.-]+:)?{layout.record}[\s>]", document.beginning) else 0.0


def read_xml(document: Document) -> Iterator[RawRecord | Unreadable]:
    """Yield the record of each element of the layout; where the XML breaks off, one Unreadable and no more.

    Raises AbstractQAError if it declares entities.
    """
    layout = LAYOUTS[outermost(document.beginning) or ""]
    count, path = 0, list[Element]()
    try:
        with document.open() as stream:
            for event, element in iterparse(stream, events=("start", "end")):
                if event == "start":
                    path.append(element)
                    continue
                path.pop()
                if _local(element) == layout.record:
                    count += 1
                    yield RawRecord(f"record {count}", _fields(element, layout))
                    path[-1].clear() if path else None  # what was read is not held
    except DefusedXmlException as error:
        raise AbstractQAError(f"{document.file} declares entities: expected XML without") from error
    except (ParseError, ValueError) as error:
        yield Unreadable(document.file, f"after record {count}", f"the XML breaks off: {error}")


def _fields(record: Element, layout: Layout) -> dict[Field, Any]:
    fields: dict[Field, Any] = {}
    for field, paths in layout.fields.items():
        found = next((elements for path in paths if (elements := _said(record.findall(path)))), [])
        match field:
            case "authors":
                value: Any = [_author(element) for element in found]
            case "keywords":
                value = [_text(element) for element in found]
            case "abstract":
                value = _abstract(found[0]) if found else ""
            case "published":
                value = " ".join(_text(part) for part in (list(found[0]) or found[:1])) if found else ""
            case "arxiv_id":
                value = _text(found[0]) if found and "arxiv.org/" in _text(found[0]) else ""
            case _:
                value = _text(found[0]) if found else ""
        if value:
            fields[field] = value
    return fields


def _said(elements: list[Element]) -> list[Element]:
    return [element for element in elements if _text(element)]


def _author(author: Element) -> Any:
    """Return the parts of a name, or the name of a group."""
    family = author.findtext("LastName")
    if not family:
        return author.findtext("CollectiveName") or _text(author)
    return {"family": family, "given": author.findtext("ForeName") or author.findtext("Initials") or ""}


def _abstract(element: Element) -> str:
    """Return the parts of a structured abstract under their labels; a part that is alone needs none."""
    parts = element.findall("AbstractText")
    return " ".join(map(_labelled, parts)) if len(parts) > 1 else _text(parts[0] if parts else element)


def _labelled(part: Element) -> str:
    label = part.get("Label")
    return f"{label}: {_text(part)}" if label and label != "UNLABELLED" else _text(part)


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
