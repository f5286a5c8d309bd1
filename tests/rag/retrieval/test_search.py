"""What is found for a question: of the papers it calls by their titles, or of all."""

import pytest

from rag.retrieval.library import Library
from rag.retrieval.search import SearchResult, find_evidence, with_only_evidence

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
