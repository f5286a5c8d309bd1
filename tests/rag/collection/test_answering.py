"""Answers to questions about the collection itself: whole, cited and right, without a language model."""

import json
from pathlib import Path

import pytest

from eval.sets.facts import has_facts
from eval.sets.question_set import Case, own_questions
from index_store.records import Paper
from rag import Assistant
from rag.answer import Answer, Grounded
from rag.collection import COLLECTION, answer_from_collection, read_question
from rag.collection.metadata import metadata_line
from rag.ingest.indexing import build_index
from rag.models.embedder.embedding import Embedder
from rag.models.store.model_store import ModelStore
from rag.retrieval.library import Library
from rag.settings import Settings

# A question, what its answer must hold, and how many papers it cites. Counted by hand from the listing page.
METADATA = [
    ("papers from 2021", ["PatrickStar", "Radiograph", "2021-06-13"], 6),
    ("wich papers were publishd in 2021?", ["Back-Translation"], 6),
    ("what is the total number of papers in the collection", ["118"], 0),
    ("how many papers carry a date", ["24 of the 118"], 24),
    ("How many of the papers have no publication date?", ["94 of the 118"], 0),
    ("how many papers have upvotes", ["7 of the 118"], 7),
    ("most upvoted paper", ["Sensorimotor", "13 upvotes"], 1),
    ("top 3 most upvoted papers", ["Sensorimotor", "Test-Time"], 3),
    ("oldest paper", ["ERNIE 2.0", "2019-07-29"], 1),
    ("What is the most recent paper?", ["PclGPT", "Sep 30, 2024"], 1),
    ("which paper came out last", ["PclGPT"], 1),
    ("List the three newest papers", ["PclGPT", "German", "DPOT"], 3),
    ("Which paper has the most authors?", ["Past, Present", "24 authors"], 1),
    ("paper with the fewest authors", ["Text-to-Text", "2 authors"], 1),
    ("Which papers have 10+ authors?", ["UER"], 3),
    ("Which papers have fewer than three authors?", ["Text-to-Text"], 1),
    ("papers with between 9 and 10 authors", ["UER", "DPOT"], 2),
    ("Were any single-author papers published? List the papers with one author", ["None of the 24"], 0),
    ("Which papers were published between 2019 and 2020?", ["ERNIE", "UER", "Data-to-Text"], 3),
    ("papers after March 2024", ["PclGPT", "German"], 2),
    ("Which papers came out in September?", ["UER", "PILOT"], 4),
    ("list the papers of the second half of 2023", ["PILOT", "Rhythm"], 4),
    ("Which papers published after 2022 have at least 2 upvotes?", ["Sensorimotor", "PILOT"], 5),
    ("How many papers were published per year?", ["2023: 10 papers", "2019: 2 papers"], 24),
    ("How many upvotes do the papers have in total?", ["28 upvotes"], 7),
    ("Which is older, UER or ERNIE 2.0?", ["- ERNIE 2.0"], 2),
    ("how mnay authors does SongComposer have?", ["8 authors"], 1),
    ("number of authors of PatrikStar", ["7 authors"], 1),
    ("When was ERNIE 2.0 published?", ["Jul 29, 2019", "2019-07-29"], 1),
    ("date of the Albertina paper", ["2023-05-11"], 1),
    ("year of publication of Meta-Learning to Improve Pre-Training", ["2021"], 1),
    ("How many authors does the paper on rhythm game charts have?", ["3 authors"], 1),
    ("How many upvotes did Test-Time Training on Video Streams get?", ["7 upvotes"], 1),
    ("By how many people was DPOT written, and when was it published?", ["9 authors", "2024-03-06"], 1),
    ("How many authors do UER and PILOT have?", ["10 authors", "4 authors"], 2),
    ("How many papers are there, and which is the oldest?", ["118", "ERNIE 2.0"], 1),
    ("which papers mention CodeBERT", ["Natural Attack", "Compressing"], 6),
    ("Which papers have “Low-Rank” in the title?", ["DyLoRA"], 2),
]

FOLLOW_UPS = [
    ("Which papers deal with machine translation?", "Which of those are from 2021?", ["Back-Translation"], 1),
    ("Which papers were published in 2021?", "and in 2022?", ["Random-Initialization"], 1),
    ("When was PatrickStar published?", "and how many authors does it have?", ["7 authors"], 1),
    ("What does PatrickStar do?", "When was it published?", ["2021-08-12"], 1),
    ("When was PatrickStar published?", "And UER?", ["2019-09-12"], 1),
]

# The question before, if any, one that selects no papers, and what the refusal says.
REFUSED = [
    ("", "Which papers do not mention BERT?", "negation"),
    ("", "Which papers are not about English?", "negation"),
    ("", "How many papers are about music but not speech?", "negation"),
    ("", "What is the newest paper that isn't about language?", "negation"),
    ("Which papers deal with music?", "and not speech?", "negation"),
    ("Which papers do not mention BERT?", "Which of them are from 2021?", "negation"),
    ("", "Which papers cite BERT?", "which papers cite which"),
    ("", "Which papers does GLM-130B cite?", "which papers cite which"),
]

# Dates and words that no rule was written for.
ODD = [
    ("Which papers were published in 2021-22?", "answered"),
    ("papers from 2021-13", "answered"),
    ("Which papers deal with 'it'?", "abstained"),
    ("Which papers mention QUOTEB?", "abstained"),
    ("Which papers deal with underwater basket weaving?", "abstained"),
]


@pytest.fixture
def assistant(shared_library: Library, model_store: ModelStore, home: Path) -> Assistant:
    """Return an assistant that fails when it asks for a language model: none is needed here."""
    return Assistant(Settings(llm_url="http://127.0.0.1:9/v1"), shared_library, model_store)


def papers_of(answer: Answer | Grounded) -> set[str]:
    return {citation.paper.title for citation in answer.citations}


def answered(question: str, library: Library) -> Grounded:
    asked = read_question(question)
    assert asked is not None
    answer = answer_from_collection(asked, library)
    assert answer is not None
    return answer


def follow_up(assistant: Assistant, before: str, question: str) -> Answer:
    return assistant.ask(question, [{"question": before, "answer": "…"}] if before else [])


@pytest.mark.parametrize(("question", "held", "papers"), METADATA, ids=[row[0] for row in METADATA])
def test_a_question_about_the_records_is_answered_whole(
    shared_library: Library, question: str, held: list[str], papers: int
) -> None:
    answer = answered(question, shared_library)
    assert answer.sentences
    assert all(words in answer.text for words in held), answer.text
    assert len(papers_of(answer)) == papers


@pytest.mark.parametrize(("before", "question", "held", "papers"), FOLLOW_UPS)
def test_a_follow_up_takes_what_it_leaves_out_from_the_question_before(
    assistant: Assistant, before: str, question: str, held: list[str], papers: int
) -> None:
    answer = follow_up(assistant, before, question)
    assert (answer.model, answer.status) == (COLLECTION, "answered")
    assert all(words in answer.text for words in held), answer.text
    assert len(papers_of(answer)) == papers


@pytest.mark.parametrize(("before", "question", "reason"), REFUSED)
def test_papers_that_cannot_be_chosen_are_not_listed(
    assistant: Assistant, before: str, question: str, reason: str
) -> None:
    answer = follow_up(assistant, before, question)
    assert (answer.model, answer.status, answer.sentences, answer.citations) == (COLLECTION, "abstained", (), ())
    assert reason in answer.text


def test_what_the_records_do_not_answer_is_left_open(assistant: Assistant) -> None:
    answer = assistant.ask("Which paper is the newest and what is it about?")
    assert (answer.model, answer.status) == (COLLECTION, "partial")
    assert answer.text.endswith("What else is asked is left open: ask it by itself, with the title of the paper.")
    assert papers_of(answer) == {"PclGPT: A Large Language Model for Patronizing and Condescending Language Detection"}


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


@pytest.mark.parametrize(("question", "status"), ODD)
def test_odd_dates_and_words_end_in_no_failure(question: str, status: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert (answer.model, answer.status) == (COLLECTION, status)


def tuned(kind: str) -> list[Case]:
    return [case for case in own_questions("seen", prefix="tune:") if case.type == kind]


def test_the_questions_of_the_tuning_half_on_metadata_are_all_answered(shared_library: Library) -> None:
    for case in tuned("metadata"):
        answer = answered(case.question, shared_library)
        assert has_facts(answer.text, case.facts), answer.text
        assert papers_of(answer) == set(case.gold_papers)


def test_lists_of_the_tuning_half_hold_the_right_papers(shared_library: Library) -> None:
    for case in tuned("collection"):
        answer = answered(case.question, shared_library)
        cited, gold = papers_of(answer) - set(case.borderline), set(case.gold_papers)
        assert 2 * len(cited & gold) / (len(cited) + len(gold)) >= 0.8, case.question
        assert has_facts(answer.text, case.facts), answer.text


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
