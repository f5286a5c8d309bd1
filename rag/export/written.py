"""The formats in which papers can be taken along, by name; each can be ingested again."""

from collections.abc import Callable, Sequence

from rag.export.bibtex import to_bibtex
from rag.export.ris import to_ris
from rag.export.tables import to_csv, to_jsonl

from index_store.records import Paper

WRITERS: dict[str, Callable[[Sequence[Paper]], str]] = {
    "bibtex": to_bibtex,
    "ris": to_ris,
    "csv": to_csv,
    "jsonl": to_jsonl,
}
