"""Answers to questions about the collection itself: whole, cited and right, without a language model."""

import json
from pathlib import Path

import pytest

from index_store.records import Paper
from rag import Assistant
from rag.answer import Answer, Grounded
from rag.collection.collected import COLLECTION
from rag.collection.from_plan import from_collection
from rag.collection.metadata import metadata_line
from rag.ingest.indexing import build_index
from rag.models.embedder.embedding import Embedder
from rag.models.store.model_store import ModelStore
from rag.plan.plain_plan import plain_plan
from rag.retrieval.library import Library
from rag.settings import Settings

# A question, what its answer must hold, and how many papers it cites. Counted by hand from the listing page.
METADATA = [
    ("papers from 2021", ["PatrickStar", "Radiograph", "2021-06-13"], 6),
    ("what is the total number of papers in the collection", ["118"], 0),
    ("How many of the papers have no publication date?", ["94 of the 118"], 0),
    ("most upvoted paper", ["Sensorimotor", "13 upvotes"], 1),
    ("top 3 most upvoted papers", ["Sensorimotor", "Test-Time"], 3),
    ("oldest paper", ["ERNIE 2.0", "2019-07-29"], 1),
    ("What is the most recent paper?", ["PclGPT", "Sep 30, 2024"], 1),
    ("List the three newest papers", ["PclGPT", "German", "DPOT"], 3),
    ("Which paper has the most authors?", ["Past, Present", "24 authors"], 1),
    ("paper with the fewest authors", ["Text-to-Text", "2 authors"], 1),
    ("Which papers have 10+ authors?", ["UER"], 3),
    ("Which papers have fewer than three authors?", ["Text-to-Text"], 1),
    ("papers with between 9 and 10 authors", ["UER", "DPOT"], 2),
    ("Which papers were published between 2019 and 2020?", ["ERNIE", "UER", "Data-to-Text"], 3),
    ("papers after March 2024", ["PclGPT", "German"], 2),
    ("Which papers published after 2022 have at least 2 upvotes?", ["Sensorimotor", "PILOT"], 5),
    ("How many papers were published per year?", ["2023: 10 papers", "2019: 2 papers"], 24),
    ("How many upvotes do the papers have in total?", ["28 upvotes"], 7),
    ("Which is older, UER or ERNIE 2.0?", ["- ERNIE 2.0"], 2),
    ("number of authors of PatrikStar", ["7 authors"], 1),
    ("When was ERNIE 2.0 published?", ["Jul 29, 2019", "2019-07-29"], 1),
    ("date of the Albertina paper", ["2023-05-11"], 1),
    ("year of publication of Meta-Learning to Improve Pre-Training", ["2021"], 1),
    ("How many authors does the paper on rhythm game charts have?", ["3 authors"], 1),
    ("How many upvotes did Test-Time Training on Video Streams get?", ["7 upvotes"], 1),
    ("How many authors do UER and PILOT have?", ["10 authors", "4 authors"], 2),
    ("which papers mention CodeBERT", ["Natural Attack", "Compressing"], 6),
]

# Dates and words that say nothing of the collection: what papers say is searched for them.
ODD = [
    "Which papers deal with 'it'?",
    "Which papers mention QUOTEB?",
    "Which papers deal with underwater basket weaving?",
]


@pytest.fixture
def assistant(shared_library: Library, model_store: ModelStore, home: Path) -> Assistant:
    """Return an assistant that fails when it asks for a language model: none is needed here."""
    return Assistant(Settings(llm_url="http://127.0.0.1:9/v1"), shared_library, model_store)


def papers_of(answer: Answer | Grounded) -> set[str]:
    return {citation.paper.title for citation in answer.citations}


def answered(question: str, library: Library) -> Grounded:
    answer = from_collection(plain_plan(question), library)
    assert answer is not None
    return answer


@pytest.mark.parametrize(("question", "held", "papers"), METADATA, ids=[row[0] for row in METADATA])
def test_a_question_about_the_records_is_answered_whole(
    shared_library: Library, question: str, held: list[str], papers: int
) -> None:
    answer = answered(question, shared_library)
    assert answer.sentences
    assert all(words in answer.text for words in held), answer.text
    assert len(papers_of(answer)) == papers


def test_what_abstracts_cannot_tell_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("Which papers cite BERT?")
    assert (answer.model, answer.status, answer.sentences, answer.citations) == (COLLECTION, "abstained", (), ())
    assert "which papers cite which" in answer.text


@pytest.mark.parametrize(
    "question", ["papers from 2023", "Which papers deal with music?", "papers without a date", "papers by year"]
)
def test_every_citation_is_in_the_field_it_names_and_every_marker_is_a_citation(
    shared_library: Library, question: str
) -> None:
    answer = answered(question, shared_library)
    for citation in answer.citations:
        held = {"abstract": citation.paper.abstract, "title": citation.paper.title}
        text = held.get(citation.field) or metadata_line(citation.paper)
        assert citation.quote
        assert text[citation.start : citation.end] == citation.quote
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert all(f"[{c.number}]" in answer.text for c in answer.citations)


def test_a_record_without_a_date_says_so_and_cites_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("What is the date of the CodeBERT paper?")
    assert answer.status == "abstained"
    assert "carries no date" in answer.text
    assert not answer.citations
    json.dumps(answer.to_dict())


@pytest.mark.parametrize("question", ODD)
def test_odd_dates_and_words_list_nothing(question: str, assistant: Assistant) -> None:
    assert assistant.ask(question, extractive=True).model != COLLECTION


def test_papers_of_the_users_own_are_found_and_their_authors_named(
    tmp_path: Path, embedder: Embedder, pots: list[Paper]
) -> None:
    lids = Paper("more", "Lids That Close", "We study lids. They close.", authors=("Ada Potter", "Li Clay"))
    build_index(tmp_path / "index", [*pots, lids], embedder).close()
    library = Library(tmp_path / "index", embedder)
    assert papers_of(answered("Which papers are about cats?", library)) == {"Sleeping Habits of Cats"}
    assert "Ada Potter, Li Clay" in answered("Who wrote Lids That Close?", library).text
    assert not answered("who wrote Pots That Boil?", library).sentences
    library.index.close()
