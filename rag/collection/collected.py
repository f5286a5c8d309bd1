"""The answer from the collection: its lines as a text with markers, what they cite numbered in order of appearance."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from index_store.records import Paper
from rag.answer import AnswerSentence, Citation, Grounded
from rag.collection.lines import Line
from rag.collection.record_lines import line_of_record
from rag.plan.plan import RecordField

COLLECTION = "none (collection)"  # what an answer names as its model when it was read from the records


def of_records(papers: Sequence[Paper], fields: Sequence[RecordField]) -> Grounded | None:
    """Return what the records of some papers have of some fields; None for no paper.

    Without sentences its text says what they lack.
    """
    lines = [line_of_record(paper, fields) for paper in papers]
    if any(line.citations for line in lines):
        return numbered_lines(lines)
    return Grounded(" ".join(line.text for line in lines), (), ()) if lines else None


def numbered_lines(lines: Iterable[Line]) -> Grounded:
    """Return lines as one answer; a line that cites a paper again has its number again."""
    numbers: dict[Citation, int] = {}
    sentences, pieces = [], []
    for line in lines:
        cited = tuple(dict.fromkeys(numbers.setdefault(each, len(numbers) + 1) for each in line.citations))
        sentences.append(AnswerSentence(line.text, cited, "supported"))
        markers = "".join(f"[{n}]" for n in cited)
        pieces.append(f"{line.text.removesuffix('.')} {markers}{'.' * line.text.endswith('.')}" if cited else line.text)
    citations = tuple(replace(citation, number=n) for citation, n in numbers.items())
    return Grounded("\n".join(pieces), tuple(sentences), citations)
