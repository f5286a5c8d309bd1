"""What tells one paper from another."""

from collections.abc import Iterator

from index_store.records import Paper


def identities_of(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield (kind, value) for each mark by which a paper is known again."""
    if paper.doi:
        yield "doi", paper.doi
    if paper.arxiv_id:
        yield "arxiv", paper.arxiv_id
    yield "title", _words(paper.title)
    yield "abstract", _words(paper.abstract)
    for source in paper.sources:
        if source.record_id:
            yield "source", f"{source.file}#{source.record_id}"


def _words(text: str) -> str:
    return " ".join(text.casefold().split())
