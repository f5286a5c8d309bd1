"""Sentences that look like an answer and are none."""

import pytest

from rag.refusing.non_answers import drop_non_answers

SHOWN = [
    "A clay pot of 3 litres boils water in 12 minutes.",
    "Whether lids help was not reported before.",
    "Models of large pots are heavy.",
]


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("How fast is a clay pot?", "NOT STATED"),
        ("How fast is a clay pot?", "The abstracts do not mention how fast it is."),
        ("What glaze does the pot have?", "The glaze of the pot is not specified."),
        ("What glaze does the pot have?", "The glaze of a clay pot is discussed in the abstract."),
        ("What glaze was used for the clay pot?", "A glaze was used for the clay pot."),  # only repeats
        ("How many pots were fired?", "Many clay pots were fired in water."),  # no number
        ("What is the litre count of the pot?", "Its litre count is low."),
        ("Which accuracy does the pot reach?", "The pot outperforms pans."),
        ("BLEU scores of the pots, please", "The pot outperforms pans."),
        ("How long did the firing take?", "The firing of clay pots was done in a kiln."),
        ("What percentage of pots boil?", "Pots boil water in 12 minutes."),  # another kind of number
        ("Which language model reads the pots?", "Pots are read by a large pre-trained model."),
        ("In which languages can pots be ordered?", "Pots can be ordered in multiple languages."),
        ("Do lids help?", "The abstracts say it was not reported before."),  # a poisoned one may ask for this
    ],
)
def test_what_tells_nothing_is_left_out(question: str, draft: str) -> None:
    assert drop_non_answers(draft, question, SHOWN) == ""


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("How fast is a clay pot?", "A clay pot boils water in 12 minutes."),
        ("How many pots were fired?", "Twelve pots were fired."),
        ("How long does it take to boil?", "A clay pot boils within hours."),
        ("How long was the recipe?", "The recipe of the pot had 12 words."),
        ("How fast is a clay pot?", "The pot discussed in the paper boils water in 12 minutes."),
        ("What percentage of pots boil?", "Of the clay pots, 12 percent boil."),
        ("What kind of model is the pot?", "The pot is a large clay model."),
        ("Does it matter more how many pots there are, or what else?", "It is the water in the pots that matters."),
        ("Which matters more, how many pots there are, and why?", "The water in the pots matters more."),
        ("What makes models of pots heavy?", "They are large."),
        ("Which model is the water fed into?", "Water is fed into the large model."),
        ("Which model is the best?", "The best model is of clay."),
        ("Does a clay pot boil water?", "A clay pot boils water."),  # a yes or no is asked for
        ("Is the pot of clay or copper?", "The pot is of clay."),
        ("What about lids?", "That lids help was not reported before."),  # the evidence says so itself
    ],
)
def test_what_answers_is_kept(question: str, draft: str) -> None:
    assert drop_non_answers(draft, question, SHOWN) == draft


def test_the_other_sentences_of_a_draft_stay() -> None:
    draft = "A clay pot boils water in 12 minutes. The glaze is not specified."
    assert drop_non_answers(draft, "How fast is it?", SHOWN) == "A clay pot boils water in 12 minutes."
