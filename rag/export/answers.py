"""Answers to take along: as Markdown with their references, and the papers that they cite.

Text of papers, questions and models is escaped, so that nothing in it is markup when the Markdown is rendered: no
image, no link, no HTML, no order of its letters turned round.
"""

import re
from collections.abc import Sequence

from index_store.records import Paper
from rag.answer import Answer, Citation

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&!$]")
_LINE_MARK = re.compile(r"^([-+=]|\d+(?=[.)]))")
_ADDRESS = re.compile(r"(?<=\w):(?=/)|(?<=www)\.|(?<=\w)@(?=\w)", re.IGNORECASE)
_TURNED_ROUND = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)


def to_markdown(answer: Answer) -> str:
    """Return the question, the answer, and each citation with its quote."""
    text = "\n\n".join(_without_markup(line) for line in answer.text.splitlines() if line.strip())
    references = [_reference(citation) for citation in answer.citations]
    return "\n\n".join([f"**{_without_markup(answer.question)}**", text, *references]) + "\n"


def conversation_to_markdown(answers: Sequence[Answer]) -> str:
    """Return the answers of a conversation, oldest first, each with its own references; its title is the first."""
    title = _without_markup(answers[0].question) if answers else ""
    return "\n---\n\n".join([f"# {title}\n", *map(to_markdown, answers)])


def cited_papers(*answers: Answer) -> list[Paper]:
    """Return the papers that answers cite, each once, in the order of the citations."""
    cited = [citation.paper for answer in answers for citation in answer.citations]
    return list({paper.paper_id: paper for paper in cited}.values())


def _reference(citation: Citation) -> str:
    paper = citation.paper
    who = ", ".join(paper.authors[:3]) + (" and others" if len(paper.authors) > 3 else "")
    said = [who, paper.title, paper.venue, (paper.published or "")[:4], f"doi:{paper.doi}" if paper.doi else None]
    record = [_without_markup(part) for part in said if part]
    if not paper.doi and paper.url:  # the record's own link is one, as on the page
        record.append(f"<{paper.url}>" if _WEB_ADDRESS.fullmatch(paper.url) else _without_markup(paper.url))
    return f"\\[{citation.number}\\] {'. '.join(record)}\n\n> {_without_markup(citation.quote)}"


def _without_markup(text: str) -> str:
    line = _MARKUP.sub(r"\\\g<0>", " ".join(_TURNED_ROUND.sub("", text).split()))
    line = _ADDRESS.sub(lambda mark: f"\\{mark[0]}", line)
    return _LINE_MARK.sub(lambda mark: f"\\{mark[0]}" if not mark[0].isdigit() else f"{mark[0]}\\", line)
