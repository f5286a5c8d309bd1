"""The formats that can be read: one line each, with how sure one is that a text is of it, and its reader.

Content decides, never the name of a file. A new format is two functions and a line here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from rag.ingest.formats import bibtex, json_records, listings, reference_text, tables, tagged, xml_records
from rag.ingest.formats.tags import ENW, ISI, NBIB, RIS, Tags
from rag.ingest.opening.document import Document
from rag.ingest.raw_record import RawRecord, Unreadable

SURE = 0.5  # below, no format is taken

Sureness = Callable[[Document], float]
Reader = Callable[[Document], Iterator[RawRecord | Unreadable]]


@dataclass(frozen=True)
class Format:
    """A format: `sureness` is 0..1 and tells from the beginning of a text, as a whole, how much is of the format."""

    name: str
    sureness: Sureness
    read: Reader


def _tagged(name: str, tags: Tags) -> Format:
    return Format(name, partial(tagged.sureness, tags=tags), partial(tagged.read_tagged, tags=tags))


FORMATS = (
    Format("JSON Lines", json_records.json_lines_sureness, json_records.read_json_lines),
    Format("JSON", json_records.json_sureness, json_records.read_json),
    Format("CSV or TSV", tables.table_sureness, tables.read_table),
    Format("BibTeX", bibtex.bibtex_sureness, bibtex.read_bibtex),
    _tagged("RIS", RIS),
    _tagged("PubMed nbib", NBIB),
    _tagged("Web of Science", ISI),
    _tagged("EndNote enw", ENW),
    Format("XML of PubMed, arXiv or EndNote", xml_records.xml_sureness, xml_records.read_xml),
    Format("PubMed text", reference_text.pubmed_text_sureness, reference_text.read_pubmed_text),
    Format("a numbered reference list", reference_text.reference_list_sureness, reference_text.read_reference_list),
    Format("a listing page", listings.dated_listing_sureness, listings.read_dated_listing),
    Format("titles and abstracts by turns", listings.alternating_listing_sureness, listings.read_alternating_listing),
)
NAMES = ", ".join(known.name for known in FORMATS)


def surest_format(document: Document) -> Format | None:
    """Return the format that the text is of most surely; None if it is surely of none. The first of equals is taken."""
    sureness, _, found = max((known.sureness(document), -rank, known) for rank, known in enumerate(FORMATS))
    return found if sureness >= SURE else None
