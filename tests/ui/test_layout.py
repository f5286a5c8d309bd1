"""The layout at the narrowest width, and of text that is written from right to left."""

import pytest
from playwright.sync_api import Page, expect

from tests.ui.page_actions import ask
from ui.asking.asking_panel import EXAMPLES

pytestmark = pytest.mark.browser
ARABIC = "كم مرة أصغر نماذج Compressor؟"


def never(prompt: str):
    yield from ()


def quoted(page: Page, question: str) -> None:
    page.get_by_label("Quote only").check()
    ask(page, question)
    expect(page.locator("#conversation .turn-actions").last).to_be_visible()
    expect(page.locator("#ask")).to_be_visible()


def overflow(page: Page) -> int:
    """Return how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_scrolls_sideways(make_assistant, open_page, width: int) -> None:
    page = open_page(make_assistant(never))
    page.set_viewport_size({"width": width, "height": 700})
    assert overflow(page) <= 0
    quoted(page, EXAMPLES[0])
    quoted(page, EXAMPLES[-1])
    quoted(page, "W" * 600)
    assert overflow(page) <= 0
    page.locator("#map button").first.click()
    expect(page.locator("#map canvas")).to_be_visible()
    assert overflow(page) <= 0
    for button in page.locator("#panel-buttons button").all():
        button.click()
        assert overflow(page) <= 0
    page.keyboard.press("Escape")
    page.locator("#library-toggle").click()
    assert overflow(page) <= 0


def test_an_arabic_question_is_laid_out_right_to_left(make_assistant, open_page) -> None:
    page = open_page(make_assistant(never))
    quoted(page, ARABIC)
    direction = "(element) => getComputedStyle(element).direction"
    assert page.locator("#t1 h2").evaluate(direction) == "rtl"
    assert page.locator("#sources .card h3").first.evaluate(direction) == "ltr"
    box = page.locator("#question textarea")
    assert box.evaluate("(element) => getComputedStyle(element).unicodeBidi") == "plaintext"


def test_a_long_word_is_shown_by_its_beginning(make_assistant, open_page) -> None:
    page = open_page(make_assistant(never))
    ask(page, "x" * 2100)
    expect(page.locator("#t1 h2")).to_have_text("x" * 400 + "…")
    expect(page.locator("#t1 .notice")).to_contain_text("at most 2,000 are read")
