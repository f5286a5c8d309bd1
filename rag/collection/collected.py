"""Answer a question about the collection from every paper's record, title and abstract, without a language model."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from index_store.paper_conditions import Conditions
from index_store.records import Paper
from rag.answer import AnswerSentence, Citation, Grounded
from rag.collection.collection_question import CollectionQuestion
from rag.collection.lines import Line, lines_of
from rag.collection.metadata import MetadataField
from rag.collection.named_paper import papers_named
from rag.collection.record_lines import line_of_record
from rag.collection.selection import select
from rag.plan.plan import RecordField
from rag.retrieval.library import Library

_FIELDS: dict[MetadataField, RecordField] = {"published": "date", "author_count": "author_count", "upvotes": "upvotes"}
COLLECTION = "none (collection)"  # what an answer names as its model when it was read from the records


def answer_from_collection(
    asked: CollectionQuestion, library: Library, among: Conditions | None = None
) -> Grounded | None:
    """Return the answer to a question about the collection, None where it names a paper that is not known.

    It is about the papers that fit the conditions `among`; None: all. An answer without sentences says in its text what
    the records do not have, or why no list can be given.
    """
    if refusal := next((each.refusal for each in _in_turn(asked) if each.refusal), ""):
        return Grounded(refusal, (), ())
    if asked.asks not in ("fields", "names"):
        return numbered_lines(
            [line for each in _in_turn(asked) for line in lines_of(each, select(each, library, among))]
        )
    fields: list[RecordField] = [_FIELDS[field] for field in asked.fields] or ["author_names"]
    return of_records(papers_named(asked.topic, library.papers(among)), fields)


def left_open(asked: CollectionQuestion) -> list[str]:
    """Return the sentence that says that part of a question is not answered; nothing where all of it is."""
    *_, last = _in_turn(asked)
    return ["What else is asked is left open: ask it by itself, with the title of the paper."] if last.goes_on else []


def _in_turn(asked: CollectionQuestion | None) -> Iterator[CollectionQuestion]:
    while asked:
        yield asked
        asked = asked.also


def of_records(papers: Sequence[Paper], fields: Sequence[RecordField]) -> Grounded | None:
    """Return what the records of some papers have of some fields; None for no paper.

    Without sentences its text says what they lack.
    """
    lines = [line_of_record(paper, fields) for paper in papers]
    if any(line.citations for line in lines):
        return numbered_lines(lines)
    return Grounded(" ".join(line.text for line in lines), (), ()) if lines else None


def numbered_lines(lines: Iterable[Line]) -> Grounded:
    """Return lines as a text with markers, what they cite numbered in order of appearance."""
    numbers: dict[Citation, int] = {}
    sentences, pieces = [], []
    for line in lines:
        cited = tuple(dict.fromkeys(numbers.setdefault(each, len(numbers) + 1) for each in line.citations))
        sentences.append(AnswerSentence(line.text, cited, "supported"))
        markers = "".join(f"[{n}]" for n in cited)
        pieces.append(f"{line.text.removesuffix('.')} {markers}{'.' * line.text.endswith('.')}" if cited else line.text)
    citations = tuple(replace(citation, number=n) for citation, n in numbers.items())
    return Grounded("\n".join(pieces), tuple(sentences), citations)
