"""What is found for a question: of the papers it calls by their titles, or of all."""

import pytest

from rag.retrieval.library import Library
from rag.retrieval.search import SearchResult, find_evidence, with_more_evidence, with_only_evidence

T5 = "Text-to-Text Pre-Training for Data-to-Text Tasks"
PRACTICAL = "Practical Continual Forgetting for Pre-trained Vision Models"
SURVEY = "Continual Learning with Pre-Trained Models: A Survey"


def found_titles(found: SearchResult) -> set[str]:
    return {evidence.paper.title for evidence in found.evidence}


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        (f"In “{T5}”, what BLEU score does T5 get?", {T5}),
        ("What does Continual Learning with Pre-Trained Models compare?", {SURVEY}),
        (f"What have {T5} and {SURVEY} in common?", {T5, SURVEY}),
        (f"What does {PRACTICAL} add?", {PRACTICAL}),
    ],
)
def test_a_question_that_spells_out_titles_is_about_these_papers(
    question: str, titles: set[str], shared_library: Library
) -> None:
    found = find_evidence(shared_library, question, 6, 400)
    assert found_titles(found) == titles == {shared_library.paper(p.chunk.paper_id).title for p in found.passages}


@pytest.mark.parametrize(
    "question",
    [
        "what does continual learning with pre-trained models compare?",
        "A Survey of what?",
        f"What BLEU score is there in {T5}? And how many parameters does GLM-130B have?",
    ],
)
def test_words_that_stand_in_a_title_too_call_no_paper(question: str, shared_library: Library) -> None:
    assert len(found_titles(find_evidence(shared_library, question, 6, 400))) > 1


def test_what_was_found_is_narrowed_with_its_vectors(shared_library: Library) -> None:
    found = find_evidence(shared_library, "How is CodeBERT trained?", 6, 400)
    kept = found.evidence[2:4]
    few = with_only_evidence(found, kept)
    assert few.evidence == kept
    assert (few.vectors == found.vectors[2:4]).all()
    assert few.passages == found.passages


def test_more_is_read_of_the_paper_that_holds_all_that_is_named(shared_library: Library) -> None:
    found = find_evidence(shared_library, "In which simulator does VLA4CD drive?", 6, 400)
    more = with_more_evidence(shared_library, found, 900, named=True)
    assert {evidence.paper for evidence in more.evidence} == {found.evidence[0].paper}
    assert more.passages == found.passages
    assert len(found_titles(with_more_evidence(shared_library, found, 900, named=False))) > 1


@pytest.mark.parametrize(
    "question",
    [
        "How is a model tested while a video plays?",
        "What do DrBERT and the German study find on further training?",
        "Does a zeppelin help Chinese text?",
    ],
)
def test_more_is_read_of_all_papers_where_none_holds_all_names(question: str, shared_library: Library) -> None:
    found = find_evidence(shared_library, question, 6, 400)
    assert len(found_titles(with_more_evidence(shared_library, found, 900, named=True))) > 1


def test_a_name_in_a_compound_is_still_that_of_a_paper(shared_library: Library) -> None:
    found = find_evidence(shared_library, "Do DrBERT-like models help French clinical text?", 6, 400)
    more = with_more_evidence(shared_library, found, 900, named=True)
    assert found_titles(more) == {"DrBERT: A Robust Pre-trained Model in French for Biomedical and Clinical domains"}
