"""What a visitor is shown of a question, moment by moment, without a browser."""

import threading
from collections.abc import Iterator

from ui.asking.converse import converse
from ui.asking.shown_turn import Asked, Moment

QUESTION = "How much smaller are Compressor's models?"
SENTENCE = "Compressor compresses models to a size of 3 MB, which is 160 times smaller than the original size."


def last_moment(assistant) -> Moment:
    *_, last = converse(assistant, Asked(QUESTION), threading.Event())
    return last


def test_an_answer_whose_model_stopped_is_shown_with_a_calm_word_about_it(make_assistant) -> None:
    def script(prompt: str) -> Iterator[str]:
        yield SENTENCE
        raise RuntimeError("out of memory")

    moment = last_moment(make_assistant(script))
    assert "160 times smaller than the original size" in moment.turn.body
    assert "Only what was written until then is shown. The language model" in moment.turn.body
    assert "out of memory" in moment.turn.body
    assert "Dotted" not in moment.turn.body
    assert moment.turn.answer
    assert not moment.failed


def test_an_answer_that_came_to_its_end_says_nothing_of_the_kind(make_assistant) -> None:
    moment = last_moment(make_assistant(lambda prompt: iter([SENTENCE])))
    assert "160 times smaller than the original size" in moment.turn.body
    assert "notice" not in moment.turn.body


def test_a_model_that_stopped_before_a_word_is_told_alone(make_assistant) -> None:
    def script(prompt: str) -> Iterator[str]:
        yield ""
        raise RuntimeError("out of memory")

    moment = last_moment(make_assistant(script))
    assert moment.failed
    assert moment.turn.answer is None
    assert "out of memory" in moment.turn.body
