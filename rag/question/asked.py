"""What a question is about once its history is taken into account, and whether it is about the collection itself."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index_store.errors import AbstractQAError
from rag.text.markers import without_markers
from rag.text.orders import set_aside

if TYPE_CHECKING:
    from rag.collection import CollectionQuestion

MAX_CHARACTERS = 2000
MOST_TOLD = 300  # characters of an earlier answer
Exchange = Mapping[str, str]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
TELLS_ITSELF = 10  # content words of a question whose `it` is what it tells of itself; follow-ups have 4, seldom 9
_GOES_ON = r"^(?:and|but|so|then|also|what about|how about|or)\b"
LEANS_ON_HISTORY = re.compile(
    rf"{_GOES_ON}"
    r"|\b(?:it|its|they|their|them|this|that(?!(?-i: [A-Z]))|these|those|he|she)\b"  # not `the tasks that MOS learns`
    r"|\bthen\W*$|(?<!\bare )(?<!\bis )(?<!\bwas )(?<!\bwere )\bthere(?:\W*$|,| and\b)"
    r"|\bthe (?:same|former|latter|first|second|other)\b"
    r"|\bthe (?:model|method|paper|authors?|approach|system|dataset|code)\b(?!-)",
    re.IGNORECASE,
)
_TURNS_AWAY = re.compile(  # from what was asked before, though perhaps not from its paper
    r"^(?:ok(?:ay)?,? )?(?:leave|forget|skip|drop|never ?mind)(?: about)? (?:that|this|it)\b[^.:;,?!]*[.:;,!]\s*(?=\w)",
    re.IGNORECASE,
)
_TELLS_ITS_PAPER = re.compile(  # in words of its own: what it then calls `they` wrote that one
    r"^(?:in|from|according to|for) the (?:work|paper|study|article|abstract) (?:that|which|where|in which|on|about)\b"
    r"(?! (?:you|we|i|it|they)\b)",
    re.IGNORECASE,
)


class BadQuestion(AbstractQAError):
    """The question cannot be taken as it is."""


@dataclass(frozen=True)
class Question:
    """A question as it was asked, and how it is read.

    `text` is what it asks in its own words, without the orders to a language model that are in `aside`. A follow-up has
    in `before` the questions that it leans on, and in `told` the answer to the last of them; `before` is None for a
    question that stands alone. `collection` is None for a question about what papers say.
    """

    asked: str
    text: str
    before: str | None = None
    told: str = ""
    aside: str = ""
    collection: "CollectionQuestion | None" = None

    @property
    def standalone(self) -> str:
        """Return the text that is searched for: a follow-up behind the questions that it leans on."""
        return self.text if self.before is None else f"{self.before} {self.text}"


def understand(asked: str, history: Sequence[Exchange] = ()) -> Question:
    """Return the question cleaned and made to stand alone.

    Args:
        asked: what the user typed.
        history: earlier turns, oldest first, each with `question` and `answer`.

    Raises:
        BadQuestion: if it is empty or longer than MAX_CHARACTERS.
    """
    from rag.collection import read_question  # knows stems: not to be loaded for `--help`

    clean = _clean(asked)
    if not any(character.isalnum() for character in clean):
        raise BadQuestion("The question is empty. Ask something about the papers, e.g. what a method does.")
    if len(clean) > MAX_CHARACTERS:
        raise BadQuestion(
            f"The question has {len(clean):,} characters; at most {MAX_CHARACTERS:,} are read. Ask it shorter."
        )
    text, aside = set_aside(clean)
    text = _TURNS_AWAY.sub("", text) if history else text
    before = _questions_before(history) if history else aside
    if not before or _TELLS_ITS_PAPER.match(text) or not leans_on_history(text):
        return Question(clean, text, aside=aside, collection=read_question(text))
    told = _told(history) if history else ""
    return Question(clean, text, before, told, aside, read_question(text, before))


def leans_on_history(text: str) -> bool:
    """Return whether the words of a question point back; those of a long one point at what it tells itself."""
    from rag.text.wording import content_stems

    if not LEANS_ON_HISTORY.search(text):
        return False
    return bool(re.match(_GOES_ON, text, re.IGNORECASE)) or len(content_stems(text)) < TELLS_ITSELF


def leaning_on(question: Question, history: Sequence[Exchange]) -> Question:
    """Return a question that seemed to stand alone as one that leans on its history."""
    return replace(question, before=_questions_before(history), told=_told(history))


def standing_alone(question: Question) -> Question:
    """Return a question that seemed to lean on its history as one that stands alone."""
    return replace(question, before=None, told="")


def plain_text(asked: str) -> str:
    """Return what was asked without control characters, and without orders to the language model."""
    return set_aside(_clean(asked))[0]


def _clean(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _told(history: Sequence[Exchange]) -> str:
    return plain_text(without_markers(history[-1].get("answer") or ""))[:MOST_TOLD]


def _questions_before(history: Sequence[Exchange]) -> str:
    """Return the last question, and the ones before it for as long as each leans on another."""
    questions: list[str] = []
    for exchange in reversed(history):
        questions.insert(0, plain_text(exchange["question"]))
        if not leans_on_history(questions[0]):
            break
    return " ".join(questions)[:MAX_CHARACTERS]
