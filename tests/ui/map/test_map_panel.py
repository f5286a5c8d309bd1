"""The map on the real page, over the real index: opened, pointed at, clicked, drawn round, read as a list."""

import itertools
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from index_store.paper_conditions import Conditions
from index_store.records import Paper
from rag.assistant import Assistant
from rag.ingest.indexing import build_index
from rag.map.paper_map import MapPoint, MapTopic, PaperMap
from rag.models.embedder.embedding import Embedder
from rag.retrieval.library import Library
from ui.asking.asking_panel import EXAMPLES
from ui.map.map_html import map_html

pytestmark = pytest.mark.browser
MARGIN = 14
FRAME_MS = 16


def open_map(page: Page) -> None:
    page.locator("#map button").first.click()
    expect(page.locator("#map canvas")).to_be_visible()
    page.wait_for_function("document.querySelector('.paper-map').ready")


def spot(page: Page, point: MapPoint) -> tuple[float, float]:
    """Return where a paper stands on the screen."""
    box = page.locator("#map canvas").bounding_box()
    assert box
    across, down = box["width"] - 2 * MARGIN - 2, box["height"] - 2 * MARGIN - 2
    return box["x"] + 1 + MARGIN + point.x * across, box["y"] + 1 + MARGIN + point.y * down


def loneliest(assistant: Assistant) -> MapPoint:
    """Return the paper that is farthest from its nearest one."""
    points = assistant.map().points
    return max(points, key=lambda p: min((p.x - o.x) ** 2 + (p.y - o.y) ** 2 for o in points if o is not p))


def said(page: Page) -> str:
    return page.locator("#map .map-said").inner_text()


@pytest.fixture
def assistant(make_assistant) -> Assistant:
    return make_assistant(lambda prompt: iter(["The results show that CodeBERT is 4.31 times faster."]))


@pytest.fixture
def asked_among(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> list[Conditions | None]:
    """Return what was asked of, question by question."""
    among: list[Conditions | None] = []
    stream = assistant.stream

    def recorded(*args, **kwargs) -> Iterator:
        among.append(kwargs.get("among", args[4] if len(args) > 4 else None))
        return stream(*args, **kwargs)

    monkeypatch.setattr(assistant, "stream", recorded)
    return among


def quote(page: Page) -> None:
    page.get_by_label("Quote only").check()
    page.locator("#question textarea").fill(EXAMPLES[0])
    page.locator("#ask").click()


def test_the_map_is_made_when_it_is_opened(assistant, open_page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistant.library, "_map", None)
    page = open_page(assistant)
    assert assistant.library._map is None
    assert page.locator("#map canvas").count() == 0
    page.locator("#map button").first.focus()
    expect(page.locator("#map > button")).to_have_attribute("aria-expanded", "false")
    open_map(page)
    expect(page.locator("#map > button")).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#map canvas")).to_have_attribute("aria-label", re.compile("^Map of 118 papers in 7 topics"))
    assert page.locator(".map-legend span").count() == 7
    page.locator(".map-colour").select_option("year")
    expect(page.locator(".map-legend")).to_contain_text(re.compile(r"20\d\d.*20\d\d.*year not known"))


def test_pointing_tells_title_and_year_and_a_click_opens(assistant, open_page) -> None:
    page = open_page(assistant)
    open_map(page)
    dated = [p for p in assistant.map().points if p.year]
    assert dated
    paper = loneliest(assistant)
    page.evaluate("document.addEventListener('paper-opened', (event) => { window.opened = event.detail.id; })")
    page.mouse.move(*spot(page, paper))
    tip = page.locator(".map-tip")
    expect(tip).to_be_visible()
    [record] = assistant.papers(Conditions(papers=(paper.paper_id,)))
    expect(tip).to_contain_text(record.title)
    expect(tip).to_contain_text(record.published or record.title)
    page.mouse.click(*spot(page, paper))
    page.wait_for_function("window.opened")
    assert page.evaluate("window.opened") == paper.paper_id
    assert said(page) == f"Opened: {record.title}"
    page.mouse.move(5, 5)
    expect(tip).to_be_hidden()


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


def test_the_sources_of_the_shown_answer_are_lit(assistant, open_page) -> None:
    page = open_page(assistant)
    open_map(page)
    assert page.locator(".paper-map").get_attribute("data-lit") is None
    quote(page)
    expect(page.locator("#t1 a.cite").first).to_be_visible()
    cited = page.locator("#t1-sources .card:has(mark)").count()
    expect(page.locator(".paper-map")).to_have_attribute("data-lit", str(cited))
    page.locator("#clear").click()
    expect(page.locator(".paper-map")).to_have_attribute("data-lit", "0")


def test_the_map_is_moved_and_zoomed_by_wheel_buttons_and_keys(assistant, open_page) -> None:
    page = open_page(assistant)
    open_map(page)
    paper = loneliest(assistant)
    page.mouse.move(*spot(page, paper))
    expect(page.locator(".map-tip")).to_be_visible()
    page.mouse.wheel(0, -400)
    expect(page.locator(".map-tip")).to_be_hidden()
    x, y = spot(page, paper)
    page.mouse.move(x + 1, y)  # the place under the pointer stays there
    expect(page.locator(".map-tip")).to_be_visible()
    page.get_by_label("Show the whole map").click()
    page.get_by_label("Zoom in").click()
    page.locator("#map canvas").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("0")
    page.mouse.move(x, y)
    expect(page.locator(".map-tip")).to_be_visible()


def test_an_outdated_map_says_so_and_is_drawn_anew(
    make_assistant, open_page, embedder: Embedder, pots: list[Paper], tmp_path: Path
) -> None:
    build_index(tmp_path / "index", pots, embedder).close()
    library = Library(tmp_path / "index", embedder, collection="own")
    assistant = make_assistant(lambda prompt: iter(["never"]), library)
    page = open_page(assistant)
    open_map(page)
    before = loneliest(assistant)
    file = tmp_path / "new.jsonl"
    file.write_text('{"title": "Fish That Fly", "abstract": "Some fish leave the water. Others do not."}\n')
    library.ingest(file)
    page.mouse.move(*spot(page, before))
    expect(page.locator(".map-said")).to_contain_text("The papers have changed")
    page.locator("#map button").first.click()
    page.locator("#map button").first.click()
    expect(page.locator("#map canvas")).to_have_attribute("aria-label", re.compile("^Map of 4 papers"))
    page.wait_for_function("document.querySelector('.paper-map').ready")
    library.index.close()


def test_html_in_titles_and_words_is_inert(make_assistant, open_page, embedder: Embedder, tmp_path: Path) -> None:
    evil = "</script><img src=x onerror=alert(1)> {{value}} ${alert(2)}"
    papers = [Paper(f"{evil}{n}", f"Kettles {n} {evil}", f"Kettles boil {evil}. Copper {n}.") for n in range(3)]
    build_index(tmp_path / "evil", papers, embedder).close()
    library = Library(tmp_path / "evil", embedder)
    assistant = make_assistant(lambda prompt: iter(["never"]), library)
    page = open_page(assistant)
    open_map(page)
    page.mouse.move(*spot(page, loneliest(assistant)))
    expect(page.locator(".map-tip")).to_contain_text(evil)
    assert page.locator("#map img, #map script").count() == 0
    library.index.close()


def test_hovering_does_not_wait_for_an_answer_that_is_written(make_assistant, open_page) -> None:
    release = threading.Event()

    def script(prompt: str) -> Iterator[str]:
        release.wait(30)
        yield "Done."

    assistant = make_assistant(script)
    page = open_page(assistant)
    page.locator("#question textarea").fill(EXAMPLES[0])
    page.locator("#ask").click()
    expect(page.locator("#sources .card").first).to_be_visible()
    open_map(page)
    page.mouse.move(*spot(page, loneliest(assistant)))
    expect(page.locator(".map-tip")).to_be_visible()
    assert page.locator("#stop").is_visible()
    release.set()
    expect(page.locator("#stop")).to_be_hidden()


def test_ten_thousand_papers_are_drawn_within_a_frame(assistant, open_page) -> None:
    page = open_page(assistant)
    open_map(page)
    points = tuple(MapPoint(str(n), n * 0.618 % 1, n * 0.414 % 1, 2000 + n % 20, n % 16) for n in range(10_000))
    topics = tuple(MapTopic((f"words{n}", f"more{n}", "others"), 625) for n in range(16))
    spent = page.evaluate(
        """async (markup) => {
            const element = document.querySelector("#map canvas").closest(".paper-map").parentElement;
            element.innerHTML = markup;
            document.dispatchEvent(new CustomEvent("map-shown", { detail: element }));
            const spent = [];
            for (let i = 0; i < 31; i++) {
                await new Promise(requestAnimationFrame);
                const started = performance.now();
                element.querySelector(".paper-map").drawNow();
                spent.push(performance.now() - started);
            }
            return spent.sort((a, b) => a - b);
        }""",
        map_html(PaperMap("i", points, topics)),
    )
    assert spent[len(spent) // 2] < FRAME_MS, spent
