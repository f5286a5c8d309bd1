"""One paper opened: its abstract, its record, its link and its BibTeX entry, as HTML."""

from collections.abc import Iterator
from html import escape

from index_store.records import Paper
from rag.export.bibtex_writer import to_bibtex
from ui.answers.paper_card import linked


def opened_paper(paper: Paper | None) -> str:
    """Return the dialog of a paper; of None, that it is not there any more. Only http links are kept."""
    if paper is None:
        return _dialog("", "Not here any more", "<p>This paper has been removed.</p>")
    record = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _record(paper))
    body = (
        f'<p class="abstract" dir="auto">{escape(paper.abstract)}</p><dl>{record}</dl>'
        f"<details><summary>BibTeX</summary><pre>{escape(to_bibtex([paper]))}</pre></details>"
        f'<p class="actions"><button type="button" data-ask-opened>Ask only this paper</button>'
        f'<button type="button" data-copy-bibtex>Copy BibTeX</button></p>'
    )
    return _dialog(escape(paper.paper_id), escape(paper.title), body)


def _dialog(paper_id: str, title: str, body: str) -> str:
    return (
        f'<dialog class="opened" data-opened="{paper_id}" aria-labelledby="opened-title"><form method="dialog">'
        f'<button aria-label="Close">×</button></form><h2 id="opened-title" dir="auto">{title}</h2>{body}</dialog>'
    )


def _record(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield the names and values of what is known of a paper, as HTML."""
    texts = {
        "Authors": "; ".join(paper.authors) or (f"{paper.author_count}" if paper.author_count else ""),
        "Published": paper.published or "",
        "Venue": paper.venue or "",
        "Keywords": "; ".join(paper.keywords),
        "DOI": paper.doi or "",
        "arXiv": paper.arxiv_id or "",
        "Upvotes": str(paper.upvotes or ""),
        "Read from": "; ".join(f"{source.file}, {source.place}" for source in paper.sources),
        "Id": paper.paper_id,
    }
    yield from ((name, escape(text)) for name, text in texts.items() if text)
    if link := linked(paper, escape(paper.url or "")):
        yield "Link", link
    if paper.truncated:
        yield "Note", "The abstract was cut off at its source."
