"""Several visitors at one language model: sources at once, the place in the queue, and what needs no model."""

import threading

import pytest
from playwright.sync_api import Page, expect

from tests.ui.page_actions import ask, held, last_turn
from ui.asking import converse
from ui.asking.asking_panel import EXAMPLES

pytestmark = pytest.mark.browser


def visit(page: Page) -> Page:
    """Return the page of another visitor, in a browser of its own: one browser has few connections to a server."""
    other = page.context.browser.new_context().new_page()
    other.goto(page.url)
    return other


@pytest.fixture
def busy(make_assistant, open_page):
    """Return the page of a visitor whose answer is being written, a way to let it end, and another visitor's page."""
    begin = threading.Event()

    page = open_page(make_assistant(held(begin)))
    ask(page, EXAMPLES[0])
    expect(page.locator("#status")).to_contain_text("Reading")
    yield page, begin, visit(page)
    begin.set()
    for context in page.context.browser.contexts:
        if context is not page.context:
            context.close()


def test_sources_come_at_once_and_the_place_is_told(busy: tuple[Page, threading.Event, Page]) -> None:
    first, begin, second = busy
    third = visit(first)
    ask(second, EXAMPLES[0])
    expect(second.locator("#status")).to_contain_text("1 question before yours")
    expect(second.locator("#sources .card")).not_to_have_count(0)
    ask(third, EXAMPLES[0])
    expect(third.locator("#status")).to_contain_text("2 questions before yours")
    second.locator("#stop").click()
    expect(third.locator("#status")).to_contain_text("1 question before yours")
    expect(last_turn(second).locator(".notice")).to_contain_text("Stopped")
    begin.set()
    expect(third.locator("#conversation a.cite")).not_to_have_count(0)
    expect(first.locator("#conversation a.cite")).not_to_have_count(0)


def test_a_quotation_and_a_list_do_not_wait(busy: tuple[Page, threading.Event, Page]) -> None:
    _, _, other = busy
    other.get_by_label("Quote only").check()
    ask(other, EXAMPLES[0])
    expect(other.locator("#t1 a.cite")).not_to_have_count(0)
    expect(other.locator("#ask")).to_be_visible()
    other.get_by_label("Quote only").uncheck()
    ask(other, "List the papers from 2022.")
    expect(other.locator("#t2 a.cite").first).to_be_visible()


def test_beyond_the_queue_it_is_a_sentence_with_a_button(
    busy: tuple[Page, threading.Event, Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, begin, other = busy
    monkeypatch.setattr(converse, "MOST_WAITING", 0)
    ask(other, EXAMPLES[0])
    expect(last_turn(other).locator(".notice")).to_contain_text("1 question before yours, more than can wait")
    expect(other.locator("#sources .card")).not_to_have_count(0)
    begin.set()
    expect(other.locator("#ask")).to_be_visible()
    monkeypatch.setattr(converse, "MOST_WAITING", 16)
    last_turn(other).get_by_role("button", name="Ask again").click()
    expect(other.locator("#t2 a.cite")).not_to_have_count(0)


def test_four_more_visitors_see_their_sources_while_one_is_served(
    busy: tuple[Page, threading.Event, Page],
) -> None:
    first, begin, _ = busy
    pages = [visit(first) for _ in range(4)]
    for page in pages:
        ask(page, EXAMPLES[0])
    for page in pages:
        expect(page.locator("#sources .card")).not_to_have_count(0)
    places = {page.locator("#status").inner_text().split(" ·")[0] for page in pages}
    assert len(places) == len(pages)
    begin.set()
    for page in pages:
        expect(page.locator("#conversation a.cite")).not_to_have_count(0)
