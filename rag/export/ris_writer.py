"""Papers as RIS: a tag a line, no escapes."""

from collections.abc import Iterable, Iterator

from index_store.records import Paper
from rag.export.exported_names import OTHERS, family_first, has_others


def to_ris(papers: Iterable[Paper]) -> str:
    """Return a record a paper, in the given order.

    RIS cannot say upvotes, nor how many authors there are besides those named (`et al.` stands for them), nor a
    keyword with a semicolon; what is before a comma in a name it takes for the family name.
    """
    return "\n".join("".join(f"{tag}  - {value}\n" for tag, value in _lines(paper)) for paper in papers)


def _lines(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "TY", "JOUR" if paper.venue else "GEN"
    yield "TI", paper.title
    yield from (("AU", family_first(name)) for name in paper.authors)
    if has_others(paper):
        yield "AU", OTHERS
    if paper.published:
        yield "PY", paper.published[:4]
        yield "DA", "/".join([*paper.published.split("-"), "", ""][:3]) + "/"
    named = {"T2": paper.venue, "DO": paper.doi, "AN": paper.arxiv_id and f"arXiv:{paper.arxiv_id}", "UR": paper.url}
    yield from ((tag, value) for tag, value in named.items() if value)
    yield from (("KW", keyword) for keyword in paper.keywords)
    yield "AB", paper.abstract
    yield "ER", ""
