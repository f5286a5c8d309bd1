"""An answer to take along: as Markdown with its references, and the papers that it cites."""

import re

from index_store.records import Paper
from rag.answer import Answer, Citation

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def to_markdown(answer: Answer) -> str:
    """Return the question, the answer, and each citation with its quote; text of papers and models is escaped."""
    text = "\n\n".join(_without_markup(line) for line in answer.text.splitlines() if line.strip())
    references = [_reference(citation) for citation in answer.citations]
    return "\n\n".join([f"**{_without_markup(answer.question)}**", text, *references]) + "\n"


def cited_papers(answer: Answer) -> list[Paper]:
    """Return the papers that an answer cites, each once, in the order of the citations."""
    return list({citation.paper.paper_id: citation.paper for citation in answer.citations}.values())


def _reference(citation: Citation) -> str:
    paper = citation.paper
    who = ", ".join(paper.authors[:3]) + (" and others" if len(paper.authors) > 3 else "")
    said = [who, paper.title, paper.venue, (paper.published or "")[:4], f"doi:{paper.doi}" if paper.doi else paper.url]
    record = ". ".join(_without_markup(part) for part in said if part)
    return f"\\[{citation.number}\\] {record}\n\n> {_without_markup(citation.quote)}"


def _without_markup(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
