"""The files that a visitor takes along: an answer, the papers it cites, its record, or a whole conversation."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.answer import Answer
from rag.export.answers import cited_papers, conversation_to_markdown, to_markdown
from rag.export.bibtex_writer import to_bibtex

LONGEST_NAME = 50  # characters of the question in the name of a file


@dataclass(frozen=True)
class TakenFile:
    """A file by its name, its media type and its text."""

    name: str
    kind: str
    text: str


_FORMS: dict[str, tuple[str, str, Callable[[Answer], str]]] = {
    "markdown": ("md", "text/markdown", to_markdown),
    "bibtex": ("bib", "application/x-bibtex", lambda answer: to_bibtex(cited_papers(answer))),
    "json": ("json", "application/json", lambda answer: json.dumps(answer.to_dict(), ensure_ascii=False, indent=2)),
}


def take_along(answer: Answer, form: str) -> TakenFile:
    """Return an answer as `markdown`, `bibtex` (empty if it cites nothing) or `json`."""
    ending, kind, write = _FORMS[form]
    return TakenFile(f"{file_name(answer.question)}.{ending}", kind, write(answer))


def take_all(answers: Sequence[Answer]) -> TakenFile:
    """Return a conversation, oldest answer first, as one Markdown file."""
    first = answers[0].question if answers else ""
    return TakenFile(f"{file_name(first)}-conversation.md", "text/markdown", conversation_to_markdown(answers))


def file_name(question: str) -> str:
    """Return a name without an ending, made of letters, digits and hyphens: safe on every system."""
    words = "-".join(re.findall(r"[^\W_]+", question.lower()))[:LONGEST_NAME].strip("-")
    return f"abstract-qa-{words}" if words else "abstract-qa"
