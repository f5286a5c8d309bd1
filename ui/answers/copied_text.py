"""An answer as plain text to paste elsewhere: the question, the answer, and its references with their sentences."""

from collections.abc import Iterator

from rag.answer import Answer, Citation


def copied_text(given: Answer) -> str:
    """Return the question, the answer and its references as plain text."""
    references = [_reference(citation) for citation in given.citations]
    return "\n\n".join([given.question, given.text, *references])


def _reference(citation: Citation) -> str:
    return f"[{citation.number}] {'. '.join(_record(citation))}\n“{citation.quote}”"


def _record(citation: Citation) -> Iterator[str]:
    paper = citation.paper
    if paper.authors:
        yield ", ".join(paper.authors[:3]) + (" and others" if len(paper.authors) > 3 else "")
    yield paper.title
    if paper.venue:
        yield paper.venue
    if paper.published:
        yield paper.published[:4]
    if paper.doi:
        yield f"https://doi.org/{paper.doi}"
    elif paper.url:
        yield paper.url
