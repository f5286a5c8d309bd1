"""Which papers a question about the collection selects, and the words of each that decided it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index_store.paper_conditions import Conditions
from index_store.records import Paper, Sentence
from rag.answer import Citation
from rag.collection.collection_question import CollectionQuestion
from rag.collection.members import members
from rag.collection.metadata import MetadataField, metadata_line, value_of
from rag.retrieval.library import Library
from rag.text.sentences import sentences_of

Citations = tuple[Citation, ...]  # of one paper; not numbered yet


@dataclass(frozen=True)
class Selection:
    """The papers selected, with what decided it; they were chosen among `judged` of `total` papers.

    `needed` is the metadata that a paper had to carry to be judged at all.
    """

    chosen: tuple[Citations, ...]
    judged: int
    total: int
    needed: tuple[MetadataField, ...]


def select(asked: CollectionQuestion, library: Library, among: Conditions | None = None) -> Selection:
    """Judge every paper that fits the conditions; None: all of the library.

    For a topic the most probable come first, else they keep the stored order.
    """
    papers = library.papers(among)
    needed = _needed(asked)
    if asked.papers:
        able = _carrying(needed, asked.papers)
        return Selection(tuple((record_of(paper),) for paper in able), len(able), len(papers), needed)
    able = _carrying(needed, papers)
    fitting = {
        paper.paper_id
        for paper in able
        if all(condition.holds(paper) for condition in asked.conditions)
        and all(condition.holds(paper) for condition in asked.names)
    }
    by_record = bool(asked.conditions or asked.names or asked.field)
    chosen = [
        (*cited, record_of(paper)) if by_record or not cited else cited
        for paper, cited in _on_topic(asked, papers, library)
        if paper.paper_id in fitting
    ]
    return Selection(tuple(chosen), len(able), len(papers), needed)


def record_of(paper: Paper) -> Citation:
    """Return the metadata of a paper as a citation, the title where its record has none."""
    line = metadata_line(paper)
    return Citation(0, paper, line, 0, len(line), "supported", "metadata") if line else _citation_of(paper, None)


def _citation_of(paper: Paper, sentence: Sentence | None) -> Citation:
    """Return a sentence of the abstract as a citation, the title where there is none."""
    if sentence is None:
        return Citation(0, paper, paper.title, 0, len(paper.title), "supported", "title")
    return Citation(0, paper, sentence.text, sentence.start, sentence.end, "supported")


def _carrying(fields: Sequence[MetadataField], papers: Sequence[Paper]) -> list[Paper]:
    return [paper for paper in papers if all(value_of(paper, field) is not None for field in fields)]


def _needed(asked: CollectionQuestion) -> tuple[MetadataField, ...]:
    """Return the fields that a paper must carry to be judged; a paper without upvotes counts as one with none.

    The order of a list leaves no paper out.
    """
    compared = [c.field for c in asked.conditions if c.field != "upvotes" and c.operator != "unknown"]
    return tuple(dict.fromkeys([*compared, *([asked.field] if asked.field and asked.asks != "list" else [])]))


def _on_topic(asked: CollectionQuestion, papers: Sequence[Paper], library: Library) -> list[tuple[Paper, Citations]]:
    """Return the papers that fit the topics, each with its words on the first; all papers for no topic."""
    if asked.topic and not asked.exact:
        return [(cited.paper, (cited,)) for cited in _dealing_with(asked.topic, library, asked.not_topic)]
    without = {cited.paper for cited in _dealing_with(asked.not_topic, library)} if asked.not_topic else set()
    fitting = _having(asked.topic, papers) if asked.topic else [(paper, ()) for paper in papers]
    return [(paper, cited) for paper, cited in fitting if paper not in without]


def _dealing_with(topic: str, library: Library, not_topic: str = "") -> Iterator[Citation]:
    read = library.embedder.read_query
    for member in members(library.index, read(topic), read(not_topic) if not_topic else None):
        yield _citation_of(member.paper, member.sentence)


def _having(words: str, papers: Sequence[Paper]) -> list[tuple[Paper, Citations]]:
    """Return the papers that have the words, each with the title or the sentence that has them."""
    term = _term(words)
    return [(paper, (cited,)) for paper in papers if (cited := _word_for_word(term, paper))]


def _term(topic: str) -> re.Pattern[str]:
    """Return a pattern of any of the terms that a topic lists, in singular or plural."""
    terms = [term.strip(" \"'“”‘’") for term in re.split(r"\s*(?:,|\bor\b|/)\s*", topic)]
    any_term = "|".join(re.escape(term) for term in terms if term)
    return re.compile(rf"(?<![^\W_])(?:{any_term})(?:e?s)?(?![^\W_])", re.IGNORECASE)


def _word_for_word(term: re.Pattern[str], paper: Paper) -> Citation | None:
    """Return the title or the first sentence that has the term, None where there is none."""
    if term.search(paper.title):
        return _citation_of(paper, None)
    sentence = next((sentence for sentence in sentences_of(paper) if term.search(sentence.text)), None)
    return _citation_of(paper, sentence) if sentence else None
