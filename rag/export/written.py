"""The formats in which papers can be taken along, by name; each can be ingested again."""

from collections.abc import Callable, Sequence

from index_store.records import Paper
from rag.export.bibtex_writer import to_bibtex
from rag.export.ris_writer import to_ris
from rag.export.table_writers import to_csv, to_jsonl

WRITERS: dict[str, Callable[[Sequence[Paper]], str]] = {
    "bibtex": to_bibtex,
    "ris": to_ris,
    "csv": to_csv,
    "jsonl": to_jsonl,
}
