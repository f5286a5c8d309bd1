"""Conversations are kept for their owner: named, found by words, continued and deleted for good."""

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from index_store.errors import AbstractQAError
from rag.answer import LeftOut, Refused
from tests.ui.conversations.made_turns import POTS, QUOTE, answered
from ui.conversations.conversation_store import MOST_LISTED, Conversations
from ui.conversations.kept_turn import KeptTurn


@pytest.fixture
def kept(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path / "conversations.sqlite")


def titles(kept: Conversations, owner: str = "", words: str = "") -> list[str]:
    return [one.title for one in kept.listed(owner, words)]


def test_a_turn_is_shown_again_as_it_was() -> None:
    left_out = (LeftOut("It takes 13 minutes.", "unsupported"),)
    turn = KeptTurn(
        replace(answered().answer, refused=Refused("silent", POTS, QUOTE), left_out=left_out), answered().evidence
    )
    again = KeptTurn.from_json(turn.to_json())
    assert again == turn
    assert again.answer.citations[0].paper == POTS
    assert again.answer.to_dict() == turn.answer.to_dict()


def test_a_conversation_is_named_by_its_first_question_and_goes_on(kept: Conversations) -> None:
    first = kept.keep("", "", answered("How fast do pots boil?"))
    second = kept.keep("", "", answered("What about lids?"))
    assert first != second
    assert titles(kept) == ["What about lids?", "How fast do pots boil?"]
    assert kept.keep("", first, answered("And copper?")) == first
    assert [(one.title, one.turns) for one in kept.listed("")] == [
        ("How fast do pots boil?", 2), ("What about lids?", 1)
    ]  # fmt: skip
    assert [turn.answer.question for turn in kept.turns("", first)] == ["How fast do pots boil?", "And copper?"]
    assert kept.turns("", first)[0].answer.citations[0].quote == QUOTE


def test_words_of_any_turn_find_a_conversation(kept: Conversations) -> None:
    first = kept.keep("", "", answered("How fast do pots boil?"))
    kept.keep("", first, answered("And naïve élan?"))
    kept.keep("", "", answered("Something else", "Nothing of the kind"))
    assert titles(kept, words="pots elan") == ["How fast do pots boil?"]
    assert titles(kept, words="minu") == ["How fast do pots boil?"]
    assert titles(kept, words="boil nowhere") == []
    assert len(titles(kept, words="that boil")) == 2  # the cited title


@pytest.mark.parametrize("typed", ['"', "pots AND", "NEAR(", "text:pots", "pots*", "'; DROP TABLE turns", "-(", "^"])
def test_what_is_typed_is_never_an_operator(kept: Conversations, typed: str) -> None:
    kept.keep("", "", answered("How fast do pots boil? and near text drop table turns"))
    assert len(titles(kept, words=typed)) == 1


def test_an_owner_neither_sees_nor_changes_what_is_anothers(kept: Conversations) -> None:
    mine = kept.keep("me", "", answered("Mine?"))
    kept.delete("you", mine)
    assert kept.turns("you", mine) == []
    assert titles(kept, "you") == titles(kept, "you", "mine") == []
    other = kept.keep("you", mine, answered("Yours?"))
    assert other != mine
    assert [turn.answer.question for turn in kept.turns("me", mine)] == ["Mine?"]


def test_what_is_deleted_is_not_in_the_file_any_more(kept: Conversations) -> None:
    gone = kept.keep("", "", answered("Where is xylocopa violacea?"))
    stays = kept.keep("", "", answered("Where is bombus?"))
    kept.delete("", gone)
    assert [one.id for one in kept.listed("")] == [stays]
    assert titles(kept, words="xylocopa") == []
    written = b"".join(path.read_bytes() for path in kept.path.parent.iterdir())
    assert b"bombus" in written
    assert b"xylocopa" not in written
    assert b"violacea" not in written


def test_the_file_is_its_owners_alone(kept: Conversations) -> None:
    kept.keep("", "", answered())
    assert kept.path.stat().st_mode & 0o077 == 0


def test_a_file_of_a_later_version_is_left_alone(kept: Conversations) -> None:
    kept.keep("", "", answered())
    with sqlite3.connect(kept.path) as connection:
        connection.execute("PRAGMA user_version = 7")
    with pytest.raises(AbstractQAError, match="has layout 7, this program knows layout 1"):
        kept.listed("")
    with pytest.raises(AbstractQAError, match="Update abstract-qa"):
        kept.keep("", "", answered())


def test_a_file_of_something_else_is_one_line(kept: Conversations) -> None:
    kept.path.write_text("not a database " * 99)
    with pytest.raises(AbstractQAError, match="Move that file away"):
        kept.listed("")


def test_many_write_at_once(kept: Conversations) -> None:
    def work(owner: str) -> None:
        for number in range(5):
            kept.keep(owner, "", answered(f"Question {number}?"))

    threads = [threading.Thread(target=work, args=[f"owner {n}"]) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(kept.listed(f"owner {n}")) for n in range(6)] == [5] * 6
    assert MOST_LISTED > 5
