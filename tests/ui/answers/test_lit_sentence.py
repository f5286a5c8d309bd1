"""What stands beside a sentence that is lit: its paper, what it does for the answer, and the way to complain of it."""

import pytest
from playwright.sync_api import Page, expect

from eval.sets.question_set import read_questions
from tests.ui.page_actions import COMPRESSED, SENTENCE, ask, words
from ui.asking.asking_panel import EXAMPLES

pytestmark = pytest.mark.browser


@pytest.fixture
def lit(make_assistant, open_page) -> Page:
    """Return a page so low that the title of a paper and its last sentence are not in view together."""
    page = open_page(make_assistant(lambda prompt: words(COMPRESSED)))
    page.set_viewport_size({"width": 1300, "height": 420})
    ask(page, EXAMPLES[0])
    page.locator("#t1 a.cite").first.click()
    expect(page.locator("mark.lit")).to_be_in_viewport()
    return page


@pytest.mark.parametrize("size", [(1300, 420), (390, 420)])
def test_the_title_and_the_facts_stay_beside_it(lit: Page, size: tuple[int, int]) -> None:
    lit.set_viewport_size({"width": size[0], "height": size[1]})
    lit.locator("#t1 a.cite").first.click()
    card = lit.locator(".card:has(mark.lit)")
    expect(card.locator("mark.lit")).to_be_in_viewport(ratio=0.9)
    expect(card.locator("h3")).to_be_in_viewport(ratio=0.9)
    expect(card.locator(".facts")).to_have_text("abstract cut off at its source")
    expect(card.locator(".facts")).to_be_in_viewport()
    head, sentence = card.locator(".card-head").bounding_box(), card.locator("mark.lit").bounding_box()
    assert head
    assert sentence
    assert head["y"] + head["height"] <= sentence["y"]


def test_what_it_does_for_the_answer_stands_at_its_end(lit: Page) -> None:
    said = lit.locator("mark.lit").evaluate("(mark) => getComputedStyle(mark, '::after').content")
    assert "states it" in said


def test_a_wrong_citation_is_reported_from_it(lit: Page, home) -> None:
    expect(lit.locator(".wrong:visible")).to_have_text("Wrong citation [1]?")
    lit.locator(".wrong:visible").click()
    form = lit.locator("#t1 .complaint")
    expect(form.locator("textarea")).to_be_focused()
    expect(form.locator("select")).to_have_value("1")
    expect(form).to_contain_text("written into feedback.jsonl on the machine that serves this page")
    form.locator("textarea").fill("Another size.")
    form.get_by_role("button", name="Send").click()
    expect(lit.locator("#said")).to_contain_text("Thank you")
    [wrong] = read_questions(home / "feedback.jsonl")
    assert wrong.type == "wrong citation"
    assert SENTENCE in wrong.note
    assert wrong.note.endswith("Another size.")
