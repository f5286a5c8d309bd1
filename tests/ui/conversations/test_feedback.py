"""What visitors say becomes a question set that `eval answers` reads."""

import json
from pathlib import Path

import pytest

from eval.sets.question_set import read_questions
from index_store.errors import AbstractQAError
from tests.ui.conversations.made_turns import QUOTE, answered
from ui.answers.answer_bar import LONGEST_NOTE
from ui.conversations import feedback
from ui.conversations.feedback import FILE, append, question_of

HISTORY = [{"question": "What boils?", "answer": "Water."}, {"question": "And?", "answer": ""}]


def test_verdicts_are_read_as_a_question_set(tmp_path: Path) -> None:
    answer = answered().answer
    append(tmp_path, question_of(answer, HISTORY, "good answer"))
    append(tmp_path, question_of(answer, [], "bad answer", '  It is "13" minutes\nsays [2]. '))
    append(tmp_path, question_of(answer, [], "wrong citation", "That is copper.", 1))
    good, bad, wrong = read_questions(tmp_path / FILE)
    assert (good.type, good.answerable, good.gold_papers) == ("good answer", True, ("pots",))
    assert good.history == ({"question": "What boils?", "answer": "Water."},)
    assert (bad.type, bad.answerable, bad.gold_papers) == ("bad answer", True, ())
    assert bad.note == 'It is "13" minutes\nsays [2].'
    assert wrong.note == f"[1] Pots That Boil: “{QUOTE}” That is copper."
    assert len({good.id, bad.id, wrong.id}) == 3


def test_a_good_refusal_is_of_a_question_that_is_not_answerable() -> None:
    refused = answered().answer.__class__(
        **{**vars(answered().answer), "status": "abstained", "citations": (), "sentences": ()}
    )
    assert question_of(refused, [], "good answer")["answerable"] is False
    assert question_of(refused, [], "bad answer")["answerable"] is True


def test_a_long_note_is_cut_and_a_full_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append(tmp_path, question_of(answered().answer, [], "bad answer", "x" * 9_999))
    assert len(json.loads((tmp_path / FILE).read_text())["note"]) == LONGEST_NOTE
    monkeypatch.setattr(feedback, "LARGEST_FILE", 10)
    with pytest.raises(AbstractQAError, match="is full"):
        append(tmp_path, question_of(answered().answer, [], "bad answer"))


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(AbstractQAError, match="cannot be written"):
        append(tmp_path / "gone", question_of(answered().answer, [], "bad answer"))
