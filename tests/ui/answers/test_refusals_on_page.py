"""Refusals in a real browser: three kinds of calm cards, each with a way on."""

import re

import pytest
from playwright.sync_api import expect

from tests.ui.page_actions import COMPRESSED, ask, last_turn, words

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("kind", "question", "label"),
    [
        ("absent", "Who won the football world cup in 1998?", "Not in these abstracts"),
        ("silent", "How many GPUs were used to train LM-Nav?", "its abstract does not say"),
        ("premise", "Why does PT fail to improve machine translation?", "assumes otherwise"),
    ],
)
def test_a_refusal_is_a_card_of_its_kind(make_assistant, open_page, kind: str, question: str, label: str) -> None:
    page = open_page(make_assistant(lambda prompt: words("It is not stated.")))
    ask(page, question)
    card = last_turn(page).locator(f".refusal.{kind}")
    expect(card).to_contain_text(label)
    if kind != "absent":
        expect(card.locator("blockquote")).to_have_text(re.compile("^“.+”$"))
    expect(card.locator("li")).not_to_have_count(0)


def test_a_paper_that_is_silent_has_its_nearest_sentence_marked_and_is_not_offered_again(
    make_assistant, open_page
) -> None:
    page = open_page(make_assistant(lambda prompt: words("It is not stated.")))
    ask(page, "How many GPUs were used to train LM-Nav?")
    card = last_turn(page).locator(".refusal.silent")
    expect(card.locator("li", has_text="LM-Nav")).to_have_count(1)
    expect(card.locator("li", has_text="LM-Nav").get_by_role("button")).to_have_count(0)
    expect(card.locator("li").get_by_role("button")).not_to_have_count(0)
    quoted = card.locator("blockquote").inner_text().strip("“”")
    expect(page.locator("#sources .card", has_text="LM-Nav").locator("mark")).to_have_text(quoted)


def test_a_near_paper_is_asked_alone(make_assistant, open_page) -> None:
    page = open_page(make_assistant(lambda prompt: words("It is not stated.")))
    question = "How many GPUs were used to train Compressor?"
    ask(page, question)
    page.locator("#t1 .refusal").get_by_role("button", name="Ask about this paper").first.click()
    expect(page.locator("#scope")).to_contain_text("Asking only 1 paper: “Compressing Pre-trained Models of Code")
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#question textarea")).to_have_value(question)
    page.get_by_label("Quote only").check()
    ask(page, "How much faster are the models?")
    expect(page.locator("#t2 .scoped")).to_have_text("Asked of 1 paper only")
    expect(page.locator("#t2-sources .card h3")).to_have_count(1)


def test_a_question_is_offered_that_is_answered(make_assistant, open_page) -> None:
    answers = iter(["It is not stated.", COMPRESSED])
    page = open_page(make_assistant(lambda prompt: words(next(answers))))
    ask(page, "How many GPUs were used to train Compressor?")
    card = page.locator("#t1 .refusal")
    offered = card.locator(".suggested")
    question = offered.inner_text()
    offered.click()
    expect(page.locator("#t2 h2")).to_have_text(question)
    expect(page.locator("#t2 a.cite")).not_to_have_count(0)
