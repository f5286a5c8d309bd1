"""Question sets: the project's own hold what they claim, and a malformed line names file, line and field."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from eval.sets import question_set
from eval.sets.gold import check_gold
from eval.sets.json_lines import read_json_lines
from eval.sets.question_set import Case, own_questions, parse_questions, read_questions
from index_store.errors import AbstractQAError
from rag.ingest.bundled import bundled_papers

KINDS = {
    "factoid", "numeric", "method", "paraphrase", "multi", "collection", "metadata", "follow_up", "robust",
    "near_miss", "absent", "out_of_scope", "false_premise",
}  # fmt: skip


@pytest.fixture(scope="module")
def seen() -> list[Case]:
    return own_questions("seen")


@pytest.fixture(scope="module")
def report() -> list[Case]:
    return own_questions("report")


def test_the_gold_of_the_own_questions_is_in_the_bundled_papers(seen: list[Case], report: list[Case]) -> None:
    check_gold([*seen, *report, *own_questions("attacks")], bundled_papers())


def test_the_gold_of_topics_is_in_the_papers_they_are_of() -> None:
    sets = Path(question_set.__file__).parent
    ids = json.loads((sets / "topic_piles.json").read_text("utf-8")) | {"seeds": [p.title for p in bundled_papers()]}
    for topic in read_json_lines(sets / "topics.jsonl", "id", "of", "topic", "question", "gold", "borderline"):
        assert topic["topic"] in topic["question"]
        assert {*topic["gold"], *topic["borderline"]} <= {*ids[topic["of"]]}, topic["id"]
        assert not {*topic["gold"]} & {*topic["borderline"]}, topic["id"]


def test_each_half_asks_about_every_paper_and_both_hold_every_type(seen: list[Case], report: list[Case]) -> None:
    halves = [[case for case in seen if case.id.startswith("tune:")], report]
    for half in halves:
        single = {case.gold_papers[0] for case in half if len(case.gold_papers) == 1}
        assert single == {paper.title for paper in bundled_papers()}
        assert sum(not case.answerable for case in half) >= 40
    assert {case.type for half in halves for case in half} == KINDS
    tune, other = ({case.question.casefold() for case in half} for half in halves)
    assert not tune & other


def test_seen_questions_are_selected_by_the_set_they_come_from(seen: list[Case]) -> None:
    assert own_questions("seen", prefix="tune:") == [case for case in seen if case.id.startswith("tune:")]
    assert Counter(re.match("[a-z]+", case.id)[0] for case in seen) == {  # type: ignore[index]
        "tune": 216, "second": 150, "third": 100, "fourth": 100, "fifth": 120, "sixth": 120, "seventh": 120,
        "eighth": 120, "ninth": 120, "tenth": 40, "eleventh": 150, "collection": 141, "switched": 39,
        "turns": 64,
    }  # fmt: skip


def test_own_questions_that_are_not_installed_are_one_line() -> None:
    with pytest.raises(AbstractQAError, match=r"sealed\.jsonl is missing: .* --questions FILE$") as failure:
        own_questions("sealed")
    assert "\n" not in str(failure.value)


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
        ('{"id": "a", "question": "Why?", "answerable": true}', "q.jsonl:2: the id 'a' is already used by .*q.jsonl:1"),
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
        "gold_sentences": ["s"], "must_not": ["BANANA"], "correction": "no", "note": "n",
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
