"""Where a chat turns to another subject: at a question that names its paper, whatever its pronouns."""

from collections.abc import Callable

import pytest

from rag.question.asked import understand
from rag.question.topic_change import search_by_name, turns_on_topic
from rag.retrieval.library import Library
from rag.retrieval.search import SearchResult, find_evidence

CODER_EVAL = {"question": "What does CoderEval contain?", "answer": "Code generation tasks."}
DYLORA = {"question": "For which ranks does DyLoRA train its blocks?", "answer": "For a range of ranks."}
CODEBERT = {"question": "What does CodeBERT learn from its data?", "answer": "Representations."}
FASTER = {"question": "And how fast is it?", "answer": "Fast."}
SONGS = {"question": "What is SongComposer?", "answer": "A language model for songs."}


@pytest.fixture
def find(shared_library: Library) -> Callable[[str], SearchResult]:
    return lambda question: find_evidence(shared_library, question, limit=6, token_budget=450)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (DYLORA["question"], True),
        (DYLORA["question"].lower(), True),
        (CODEBERT["question"], True),  # six papers hold it; the title of one begins with it
        (f"And {DYLORA['question']}", False),
        ("Does DyLoRA train more blocks than it?", False),
        ("For which GPUs are its blocks?", False),
        ("By how much BLEU is it better?", False),
        ("What does Compressor make of its models?", True),  # `we propose Compressor`
        ("How many Java tasks do they contain?", False),
        ("How many CoderEval tasks are of its kind?", False),  # was spoken of already
        ("For which ranks does it train?", False),
    ],
)
def test_a_question_that_names_its_paper_is_found_without_its_history(
    asked: str, names: bool, find: Callable[[str], SearchResult], shared_library: Library
) -> None:
    question = understand(asked, [CODER_EVAL])
    assert question.questions_before
    found = search_by_name(question, find, shared_library.index.lexical)
    assert (found is not None) == names
    assert found is None or found.question.text == asked


def test_a_history_begins_where_its_subject_does(find: Callable[[str], SearchResult], shared_library: Library) -> None:
    def kept(*history: dict[str, str]) -> list[dict[str, str]]:
        return list(turns_on_topic(history, find, shared_library.index.lexical))  # type: ignore[arg-type]

    assert kept() == []
    assert kept(FASTER) == [FASTER]
    assert kept(CODER_EVAL, DYLORA, FASTER) == [DYLORA, FASTER]
    assert kept(CODER_EVAL, DYLORA, CODEBERT) == [CODEBERT]
    assert kept(DYLORA, SONGS, FASTER) == [SONGS, FASTER]
    assert kept(CODER_EVAL, FASTER, FASTER) == [CODER_EVAL, FASTER, FASTER]
