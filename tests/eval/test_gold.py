"""What a question set takes for gold is in the collection, or the run does not begin."""

from collections import Counter
from pathlib import Path

import pytest

from eval.sets.gold import check_gold
from eval.sets.question_set import Case, own_questions, read_questions
from index_store.errors import AbstractQAError
from index_store.records import Paper
from rag.ingest.papers import bundled_papers

PARTS = ("tune", "report")


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


def test_the_gold_of_the_own_questions_is_in_the_bundled_papers() -> None:
    papers = bundled_papers()
    cases = [case for part in PARTS for case in own_questions(part)]
    check_gold(cases, papers)
    gold = {name for case in cases if case.answerable for name in case.gold_papers}
    assert gold == {paper.title for paper in papers}
    second = own_questions("second")
    check_gold(second, papers)
    assert not {case.question.casefold() for case in second} & {case.question.casefold() for case in cases}
    assert len(gold) == 118


def test_the_own_questions_are_of_every_kind() -> None:
    cases = [case for part in PARTS for case in own_questions(part)]
    counts = Counter(case.type for case in cases)
    kinds = {
        "factoid", "numeric", "method", "paraphrase", "multi", "collection", "metadata", "follow_up", "robust",
        "near_miss", "absent", "out_of_scope", "false_premise",
    }  # fmt: skip
    assert set(counts) == kinds
    assert min(counts.values()) >= 12
    assert sum(not case.answerable for case in cases) >= 60
    assert len({case.id for case in cases}) == len(cases)
