"""A question as it was typed and as it is read: cleaned, and put behind the questions that it refers to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index_store.errors import AbstractQAError
from rag.text.markers import without_markers
from rag.text.orders import split_orders

MAX_CHARACTERS = 2000
MAX_ANSWER_CHARACTERS = 300  # of the previous answer, which a follow-up may repeat
ChatTurn = Mapping[str, str]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class BadQuestion(AbstractQAError):
    """The question is empty or too long."""


@dataclass(frozen=True)
class Question:
    """A question as it was typed (`asked`) and as it is read.

    `text` is the question without its orders to a language model, which are kept in `orders`; with `search_orders` it
    refers to them, and they are searched for too. A follow-up has the earlier questions that it refers to in
    `questions_before`, and the start of the last answer in `answer_before`; a standalone question has None and "".
    """

    asked: str
    text: str
    questions_before: str | None = None
    answer_before: str = ""
    orders: str = ""
    search_orders: bool = False

    @property
    def standalone(self) -> str:
        """Return the text to search for: a follow-up comes after the questions that it refers to."""
        before = self.orders if self.search_orders else self.questions_before
        return self.text if before is None else f"{before} {self.text}"


def understand(asked: str) -> Question:
    """Return what a user typed as a question by itself.

    Raises BadQuestion if it is empty or longer than MAX_CHARACTERS.
    """
    clean = _clean(asked)
    if not any(character.isalnum() for character in clean):
        raise BadQuestion("The question is empty. Ask something about the papers, e.g. what a method does.")
    if len(clean) > MAX_CHARACTERS:
        raise BadQuestion(
            f"The question has {len(clean):,} characters; at most {MAX_CHARACTERS:,} are read. Ask it shorter."
        )
    text, orders = split_orders(clean)
    return Question(clean, text, orders=orders)


def as_follow_up(question: Question, history: Sequence[ChatTurn]) -> Question:
    """Return a question behind those of its history, which is oldest first and not empty."""
    before = " ".join(plain_text(turn["question"]) for turn in history)
    return replace(question, questions_before=before[-MAX_CHARACTERS:], answer_before=answer_of(history[-1]))


def plain_text(asked: str) -> str:
    """Return a question without control characters and without orders to the language model."""
    return split_orders(_clean(asked))[0]


def _clean(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def answer_of(turn: ChatTurn) -> str:
    """Return the start of the answer of a turn, without markers and orders; empty if it has none."""
    return plain_text(without_markers(turn.get("answer") or ""))[:MAX_ANSWER_CHARACTERS]
