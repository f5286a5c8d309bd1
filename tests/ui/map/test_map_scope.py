"""Papers chosen on the map, by a line or from the list, are those that questions are asked of."""

import itertools

import pytest
from playwright.sync_api import expect

from rag.map.paper_map import MapPoint
from tests.ui.map.map_actions import open_map, quote, spot

pytestmark = pytest.mark.browser


def test_a_line_round_papers_sets_the_scope_and_it_is_taken_back(assistant, asked_among, open_page) -> None:
    page = open_page(assistant)
    open_map(page)
    points = assistant.map().points
    across = sorted(p.x for p in points)
    _, left = max((b - a, (a + b) / 2) for a, b in itertools.pairwise(across) if 0.3 < a < 0.7)
    right = {p.paper_id for p in points if p.x > left}
    corners = [(left, -0.02), (1.02, -0.02), (1.02, 1.02), (left, 1.02)]
    spots = [spot(page, MapPoint("", x, y, None, 0)) for x, y in corners]
    page.mouse.move(*spots[0])
    page.mouse.down()
    for x, y in [*spots[1:], spots[0]]:
        page.mouse.move(x, y, steps=5)
    page.mouse.up()
    expect(page.locator(".map-said")).to_have_text(f"Questions are asked of {len(right)} papers.")
    quote(page)
    expect(page.locator("#t1")).to_be_visible()
    expect(page.locator("#stop")).to_be_hidden()
    page.get_by_role("button", name="Ask all papers").click()
    expect(page.locator(".map-said")).to_have_text("Questions are asked of all papers.")
    quote(page)
    expect(page.locator("#t2 a.cite").first).to_be_visible()
    assert asked_among[0] is not None
    assert set(asked_among[0].papers) == right
    assert asked_among[1] is None
    shown = page.locator("#t1-sources .card").evaluate_all("cards => cards.map((card) => card.dataset.paper)")
    assert set(shown) <= right


def test_the_scope_of_one_visitor_is_not_anothers(assistant, asked_among, open_page) -> None:
    page = open_page(assistant)
    open_map(page)
    page.locator("summary").click()
    page.locator("[data-topic='0']").click()
    expect(page.locator(".map-said")).to_contain_text("Questions are asked of")
    other = page.context.browser.new_context().new_page()
    other.goto(page.url)
    quote(other)
    expect(other.locator("#t1 a.cite").first).to_be_visible()
    other.context.close()
    assert asked_among == [None]


def test_the_list_serves_those_who_cannot_see_the_map_by_keyboard(assistant, asked_among, open_page) -> None:
    page = open_page(assistant)
    open_map(page)
    page.locator("#map summary").focus()
    page.keyboard.press("Enter")
    rows = page.locator(".map-topics tbody tr")
    topics = assistant.map().topics
    assert rows.count() == len(topics)
    for row, topic in zip(rows.all(), topics, strict=True):
        assert row.locator("th").inner_text() == ", ".join(topic.words)
        assert row.locator("td").first.inner_text() == str(topic.count)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".map-said")).to_have_text(f"Questions are asked of {topics[1].count} papers.")
    quote(page)
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.locator("#t1")).to_be_visible()
    of_topic = {p.paper_id for p in assistant.map().points if p.topic == 1}
    assert asked_among[0] is not None
    assert set(asked_among[0].papers) == of_topic
