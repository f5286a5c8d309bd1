"""Which papers a question about the collection selects, and the words of each that decided it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index_store.records import Paper, Sentence
from rag.answer import Field
from rag.collection_question import CollectionQuestion
from rag.library import Library
from rag.metadata import MetadataField, metadata_line, value_of
from rag.named_paper import papers_named
from rag.sentences import sentences_of
from rag.topics import members


@dataclass(frozen=True)
class Reason:
    """The words of a paper that decided its place in an answer: `quote` is [start:end] of the field."""

    paper: Paper
    quote: str
    start: int
    end: int
    field: Field


@dataclass(frozen=True)
class Selection:
    """The papers selected with the reasons of each; they were chosen among `judged` of `total` papers.

    `needed` is the metadata that a paper had to carry to be judged at all.
    """

    chosen: tuple[tuple[Reason, ...], ...]
    judged: int
    total: int
    needed: tuple[MetadataField, ...]

    @property
    def papers(self) -> list[Paper]:
        """Return the selected papers."""
        return [reasons[0].paper for reasons in self.chosen]


def select(asked: CollectionQuestion, library: Library) -> Selection:
    """Judge every paper of the library; on a topic the surest come first, else they stand in stored order."""
    papers = library.papers()
    if asked.asks == "comparison":
        return among(papers_named(asked.topic, papers), asked, len(papers))
    needed = _needed(asked)
    able = [paper for paper in papers if all(value_of(paper, field) is not None for field in needed)]
    fitting = {p.paper_id for p in able if all(condition.holds(p) for condition in asked.conditions)}
    by_record = bool(asked.conditions or asked.fields)
    chosen = [
        (*on_topic, *([_of_record(paper)] if by_record or not on_topic else []))
        for paper, on_topic in _on_topic(asked, papers, library)
        if paper.paper_id in fitting
    ]
    return Selection(tuple(chosen), len(able), len(papers), needed)


def among(papers: Sequence[Paper], asked: CollectionQuestion, total: int) -> Selection:
    """Select those of some papers whose records say what is compared."""
    able = [paper for paper in papers if all(value_of(paper, field) is not None for field in asked.fields)]
    return Selection(tuple((_of_record(paper),) for paper in able), len(able), total, asked.fields)


def _needed(asked: CollectionQuestion) -> tuple[MetadataField, ...]:
    """Return the fields without which nothing can be said of a paper; no upvotes are as good as none counted."""
    compared = [c.field for c in asked.conditions if c.field != "upvotes" and c.operator not in ("known", "unknown")]
    known = [c.field for c in asked.conditions if c.operator == "known"] if len(asked.conditions) > 1 else []
    return tuple(dict.fromkeys([*known, *compared, *asked.fields]))


def _on_topic(
    asked: CollectionQuestion, papers: Sequence[Paper], library: Library
) -> list[tuple[Paper, tuple[Reason, ...]]]:
    if not asked.topic:
        return [(paper, ()) for paper in papers]
    if asked.exact:
        found = [(paper, _word_for_word(asked, paper)) for paper in papers]
        return [(paper, (reason,)) for paper, reason in found if reason]
    return [
        (m.paper, (of_text(m.paper, m.sentence),))
        for m in members(library.index, asked.topic, library.embedder.embed_query)
    ]


def _of_record(paper: Paper) -> Reason:
    line = metadata_line(paper)
    return Reason(paper, line, 0, len(line), "metadata") if line else of_text(paper, None)


def of_text(paper: Paper, sentence: Sentence | None) -> Reason:
    """Return a sentence of the abstract as a reason, the title where there is none."""
    if sentence is None:
        return Reason(paper, paper.title, 0, len(paper.title), "title")
    return Reason(paper, sentence.text, sentence.start, sentence.end, "abstract")


def _word_for_word(asked: CollectionQuestion, paper: Paper) -> Reason | None:
    terms = [term.strip(" \"'“”‘’") for term in re.split(r"\s*(?:,|\bor\b|/)\s*", asked.topic)]
    any_term = re.compile(
        rf"(?<![^\W_])(?:{'|'.join(re.escape(t) for t in terms if t)})(?:e?s)?(?![^\W_])", re.IGNORECASE
    )
    if any_term.search(paper.title):
        return of_text(paper, None)
    holding = [s for s in sentences_of(paper) if any_term.search(s.text)]
    return of_text(paper, holding[0]) if holding and not asked.in_title else None
