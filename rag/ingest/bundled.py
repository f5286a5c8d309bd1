"""The papers that the program ships with."""

from importlib.resources import files

from index_store.records import Paper
from rag.ingest.merging import merge_duplicates
from rag.ingest.raw_record import Unreadable
from rag.ingest.readers import read_text


def bundled_papers() -> list[Paper]:
    """Return the papers of the shipped listing pages, in order of first appearance."""
    pages = sorted(
        (page for page in files("rag.ingest.corpus").iterdir() if page.name.endswith(".txt")),
        key=lambda page: page.name,
    )
    records = [record for page in pages for record in read_text(page.read_text("utf-8"), page.name)]
    return merge_duplicates(record for record in records if not isinstance(record, Unreadable))
