"""Read a question: clean it, and join a follow-up with its history."""

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
SELF_CONTAINED_WORDS = 10  # content words from which `it` means something in the same question; follow-ups have about 4
_CONTINUES = r"^(?:and|but|so|then|also|what about|how about|or)\b"
REFERS_BACK = re.compile(
    rf"{_CONTINUES}"
    r"|\b(?:it|its|they|their|them|this|that(?!(?-i: [A-Z]))|these|those|he|she)\b"  # not `the tasks that MOS learns`
    r"|\bthen\W*$|(?<!\bare )(?<!\bis )(?<!\bwas )(?<!\bwere )\bthere(?:\W*$|,| and\b)"
    r"|\bthe (?:same|former|latter|first|second|other)\b"
    r"|\bthe (?:model|method|paper|authors?|approach|system|dataset|code)\b(?!-)",
    re.IGNORECASE,
)
_CHANGES_TOPIC = re.compile(  # drops the previous question; its paper may stay the topic
    r"^(?:ok(?:ay)?,? )?(?:leave|forget|skip|drop|never ?mind)(?: about)? (?:that|this|it)\b[^.:;,?!]*[.:;,!]\s*(?=\w)",
    re.IGNORECASE,
)
_DESCRIBES_PAPER = re.compile(  # so `they` later in the question are the authors of that paper
    r"^(?:in|from|according to|for) the (?:work|paper|study|article|abstract) (?:that|which|where|in which|on|about)\b"
    r"(?! (?:you|we|i|it|they)\b)",
    re.IGNORECASE,
)


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


def understand(asked: str, history: Sequence[ChatTurn] = ()) -> Question:
    """Return the question, cleaned and joined with the earlier questions that it refers to.

    Args:
        asked: what the user typed.
        history: earlier turns, oldest first, each with `question` and `answer`.

    Raises:
        BadQuestion: if it is empty or longer than MAX_CHARACTERS.
    """
    clean = _clean(asked)
    if not any(character.isalnum() for character in clean):
        raise BadQuestion("The question is empty. Ask something about the papers, e.g. what a method does.")
    if len(clean) > MAX_CHARACTERS:
        raise BadQuestion(
            f"The question has {len(clean):,} characters; at most {MAX_CHARACTERS:,} are read. Ask it shorter."
        )
    text, orders = split_orders(clean)
    text = _CHANGES_TOPIC.sub("", text) if history else text
    alone = Question(clean, text, orders=orders)
    if _DESCRIBES_PAPER.match(text) or not refers_back(text):
        return alone
    if not history:
        return replace(alone, search_orders=bool(orders) and not re.match(_CONTINUES, text, re.IGNORECASE))
    return as_follow_up(alone, history)


def refers_back(text: str) -> bool:
    """Return whether a question refers to earlier turns by its words, e.g. `it`; a long one refers to its own words."""
    from rag.text.wording import content_stems

    if not REFERS_BACK.search(text):
        return False
    return bool(re.match(_CONTINUES, text, re.IGNORECASE)) or len(content_stems(text)) < SELF_CONTAINED_WORDS


def as_follow_up(question: Question, history: Sequence[ChatTurn]) -> Question:
    """Return a question with what it refers to in its history."""
    return replace(question, questions_before=_questions_before(history), answer_before=answer_of(history[-1]))


def as_standalone(question: Question) -> Question:
    """Return a question that looked like a follow-up as a standalone one."""
    return replace(question, questions_before=None, answer_before="")


def plain_text(asked: str) -> str:
    """Return a question without control characters and without orders to the language model."""
    return split_orders(_clean(asked))[0]


def _clean(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def answer_of(turn: ChatTurn) -> str:
    """Return the start of the answer of a turn, without markers and orders; empty if it has none."""
    return plain_text(without_markers(turn.get("answer") or ""))[:MAX_ANSWER_CHARACTERS]


def _questions_before(history: Sequence[ChatTurn]) -> str:
    """Return the last question; where it is a follow-up, also the one before it, and so on."""
    questions: list[str] = []
    for turn in reversed(history):
        questions.insert(0, plain_text(turn["question"]))
        if not refers_back(questions[0]):
            break
    return " ".join(questions)[:MAX_CHARACTERS]
