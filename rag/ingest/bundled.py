"""The papers that the program ships with."""

from importlib.resources import files

from index_store.records import Paper
from rag.ingest.fields.paper import paper_of
from rag.ingest.merged_paper import merge_duplicates
from rag.ingest.raw_record import RawRecord
from rag.ingest.readers import read_text


def bundled_papers() -> list[Paper]:
    """Return the papers of the shipped listing pages, in order of first appearance."""
    pages = sorted(
        (page for page in files("rag.ingest.corpus").iterdir() if page.name.endswith(".txt")),
        key=lambda page: page.name,
    )
    texts = ((page.name, page.read_text("utf-8")) for page in pages)
    records = ((file, record) for file, text in texts for record in read_text(text, file))
    papers = (paper_of(record, file)[0] for file, record in records if isinstance(record, RawRecord))
    return merge_duplicates(paper for paper in papers if isinstance(paper, Paper))
