"""The gold of a question set must be in the collection, or the run does not start."""

from pathlib import Path

import pytest

from eval.sets.gold import check_gold
from eval.sets.question_set import Case, read_questions
from index_store.errors import AbstractQAError
from index_store.records import Paper


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (Case("q", "?", True, gold_papers=("pot",)), "'gold_papers' names 'pot', which is neither .* the 3 papers"),
        (Case("q", "?", True, borderline=("Pots",)), "'borderline' names 'Pots'"),
        (Case("q", "?", False, near=("dogs",)), "'near' names 'dogs'"),
        (Case("q", "?", True, gold_sentences=("Dogs sleep.",)), "'gold_sentences' .* of any paper of the index: 'Dogs"),
        (
            Case("q", "?", True, gold_papers=("pots",), gold_sentences=("Cats sleep for 15 hours a day.",)),
            "in no abstract or title of the case's gold papers: 'Cats",
        ),
        (Case("q", "?", True, gold_papers=("pots",), gold_sentences=("Copper is  faster.",)), "Copy it as it is"),
    ],
)
def test_gold_that_is_not_in_the_collection_is_named(pots: list[Paper], case: Case, said: str) -> None:
    with pytest.raises(AbstractQAError, match=f"^case 'q': .*{said}") as failure:
        check_gold([Case("p", "?", False), case], pots)
    assert "\n" not in str(failure.value)


def test_the_line_of_the_file_is_named(pots: list[Paper], tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(
        '{"id": "a", "question": "Why?", "answerable": false}\n\n'
        '{"id": "b", "question": "Why?", "answerable": true, "gold_papers": ["dogs"]}\n'
    )
    with pytest.raises(AbstractQAError, match=r"q\.jsonl:3: 'gold_papers' names 'dogs'"):
        check_gold(read_questions(file), pots)


def test_titles_and_ids_both_name_a_paper_and_a_title_may_be_gold(pots: list[Paper]) -> None:
    sentences = ("A lid saves 40% of the fuel.", "A Survey of Lids")
    check_gold([Case("q", "?", True, gold_papers=("lids",), gold_sentences=sentences)], pots)
    check_gold([Case("q", "?", True, gold_papers=("A Survey of Lids",), gold_sentences=sentences)], pots)
    check_gold([Case("q", "?", True, borderline=("lids",), gold_sentences=sentences)], pots)
    check_gold([Case("q", "?", True, gold_sentences=sentences)], pots)
