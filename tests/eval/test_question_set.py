"""Question sets: the project's own hold what they claim, and a malformed line names file, line and field."""

import json
from pathlib import Path

import pytest

from eval.sets.question_set import Case, own_questions, parse_questions, read_questions
from index_store.errors import AbstractQAError
from rag.ingest.papers import bundled_papers

PARTS = ("tune", "report")


@pytest.mark.parametrize("part", PARTS)
def test_every_paper_has_its_question_and_every_gold_sentence_is_in_a_gold_abstract(part: str) -> None:
    papers = {paper.title: paper for paper in bundled_papers()}
    cases = own_questions(part)
    asked_about = set()
    for case in cases:
        for title in (*case.gold_papers, *case.borderline, *case.near):
            assert title in papers, case.id
        for sentence in case.gold_sentences:
            assert any(sentence in papers[title].abstract for title in case.gold_papers), (case.id, sentence)
        if len(case.gold_papers) == 1:
            asked_about |= set(case.gold_papers)
    assert asked_about == set(papers)
    assert sum(not case.answerable for case in cases) >= 40


def test_the_halves_share_no_question() -> None:
    tune, report = ({case.question.casefold() for case in own_questions(part)} for part in PARTS)
    assert not tune & report


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "q.jsonl:2: not JSON"),
        ("[]", "q.jsonl:2: expected a JSON object, found list"),
        ('{"id": "b", "question": "?", "answerable": true, "fact": []}', "q.jsonl:2: unknown key 'fact'"),
        ('{"id": "b", "question": "?"}', "q.jsonl:2: 'answerable' is missing"),
        ('{"id": "b", "question": "", "answerable": true}', "q.jsonl:2: 'question' has the wrong form"),
        ('{"id": "b", "question": "?", "answerable": "yes"}', "q.jsonl:2: 'answerable' has the wrong form"),
        ('{"id": "b", "question": "?", "answerable": true, "facts": ["x"]}', "q.jsonl:2: 'facts' has the wrong form"),
        ('{"id": "b", "question": "?", "answerable": true, "history": [{}]}', "q.jsonl:2: 'history'"),
        ('{"id": "b", "question": "Why?", "answerable": true, "place": "x:1"}', "q.jsonl:2: unknown key 'place'"),
        ('{"id": "b", "question": "?", "answerable": true}', "q.jsonl:2: 'question': The question is empty"),
        ('{"id": "b", "question": "%s", "answerable": true}' % ("why " * 501), "q.jsonl:2: 'question': .* 2,003 char"),
        ('{"id": "b", "question": "Why \\ud800?", "answerable": true}', "q.jsonl:2: not JSON"),
        ("[" * 100_000, "q.jsonl:2: not JSON"),
        (
            '{"id": "b", "question": "Why?", "answerable": true, "history": [{"question": 1, "answer": "b"}]}',
            "q.jsonl:2: 'history' has the wrong form",
        ),
        ('{"id": "a", "question": "Why?", "answerable": true}', "q.jsonl:2: the id 'a' is that of .*q.jsonl:1 already"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": "a", "question": "Why?", "answerable": false}\n' + line + "\n")
    with pytest.raises(AbstractQAError, match=said):
        read_questions(tmp_path / "q.jsonl")


def test_an_empty_or_missing_set_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(AbstractQAError, match="holds no question"):
        parse_questions("\n\n", "q.jsonl")
    with pytest.raises(AbstractQAError, match=r"missing\.jsonl cannot be read"):
        read_questions(tmp_path / "missing.jsonl")


def test_all_keys_are_taken() -> None:
    record = {
        "id": "q", "question": "Why?", "answerable": True, "history": [{"question": "a", "answer": "b"}], "type": "t",
        "gold_papers": ["p"], "borderline": ["r"], "near": ["n"], "facts": [["4.31 times", "4.31x"], ["c"]],
        "gold_sentences": ["s"], "must_not": ["BANANA"], "correction": "no",
    }  # fmt: skip
    (case,) = parse_questions(json.dumps(record), "q")
    assert case.facts == (("4.31 times", "4.31x"), ("c",))
    assert case.history == ({"question": "a", "answer": "b"},)
    assert case.place == "q:1"
    assert case.to_dict() == record
    assert Case.from_dict(json.loads(json.dumps(case.to_dict()))) == case


def test_a_byte_order_mark_and_windows_line_ends_are_read_over(tmp_path: Path) -> None:
    line = '{"id": "a", "question": "Why?", "answerable": false}\r\n'
    (tmp_path / "q.jsonl").write_bytes(b"\xef\xbb\xbf" + line.encode())
    assert [case.id for case in read_questions(str(tmp_path / "q.jsonl"))] == ["a"]
