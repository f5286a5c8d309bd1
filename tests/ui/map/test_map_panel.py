"""The map on the real page, over the real index: opened, pointed at, clicked, drawn round, read as a list."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from index_store.paper_conditions import Conditions
from index_store.records import Paper
from rag.ingest.indexing import build_index
from rag.models.embedder.embedding import Embedder
from rag.retrieval.library import Library
from tests.ui.map.map_actions import loneliest, open_map, quote, said, spot
from ui.asking.asking_panel import EXAMPLES

pytestmark = pytest.mark.browser


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
    page.mouse.move(*spot(page, paper))
    tip = page.locator(".map-tip")
    expect(tip).to_be_visible()
    [record] = assistant.papers(Conditions(papers=(paper.paper_id,)))
    expect(tip).to_contain_text(record.title)
    expect(tip).to_contain_text(record.published or record.title)
    page.mouse.click(*spot(page, paper))
    expect(page.locator("dialog.opened")).to_contain_text(record.title)
    expect(page.locator("dialog.opened")).to_have_attribute("data-opened", paper.paper_id)
    assert said(page) == f"Opened: {record.title}"
    page.keyboard.press("Escape")
    expect(page.locator("dialog.opened")).to_be_hidden()
    page.mouse.move(5, 5)
    expect(tip).to_be_hidden()


def test_the_sources_of_the_shown_answer_are_lit(assistant, open_page) -> None:
    page = open_page(assistant)
    open_map(page)
    assert page.locator(".paper-map").get_attribute("data-lit") is None
    quote(page)
    expect(page.locator("#t1 a.cite").first).to_be_visible()
    cited = page.locator("#t1-sources .card:has(mark)").count()
    expect(page.locator(".paper-map")).to_have_attribute("data-lit", str(cited))
    expect(page.locator(".map-legend span").last).to_have_text("cited in this answer")
    page.locator("#clear").click()
    expect(page.locator(".paper-map")).to_have_attribute("data-lit", "0")
    expect(page.locator(".map-legend")).not_to_contain_text("cited in this answer")


def test_what_the_library_does_not_find_is_faded(assistant, open_page) -> None:
    page = open_page(assistant)
    open_map(page)
    search = page.locator("#library-search textarea, #library-search input")
    search.fill("gs-lora")
    expect(page.locator("#papers li")).not_to_have_count(118)
    found = page.locator("#papers li").count()
    expect(page.locator(".paper-map")).to_have_attribute("data-found", str(found))
    expect(page.locator(".map-legend")).to_contain_text("not found in the library")
    search.fill("")
    expect(page.locator(".paper-map")).to_have_attribute("data-found", "")
    expect(page.locator(".map-legend")).not_to_contain_text("not found in the library")


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
