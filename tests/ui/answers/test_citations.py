"""Citations in a real browser: pointed at, walked through, and seen from the side of the source."""

import pytest
from playwright.sync_api import Page, expect

from index_store.records import Paper
from rag.ingest.indexing import build_index
from rag.models.embedder.embedding import Embedder
from rag.retrieval.library import Library
from tests.ui.page_actions import COMPRESSED, LM_NAV, SENTENCE, ask, words
from ui.asking.asking_panel import EXAMPLES

pytestmark = pytest.mark.browser

TITLE = "Compressing Pre-trained Models of Code into 3 MB"


@pytest.fixture
def answered(make_assistant, open_page) -> Page:
    """Return a page with two answers, each with a citation."""
    answers = iter([COMPRESSED, LM_NAV])
    page = open_page(make_assistant(lambda prompt: words(next(answers))))
    for number, question in enumerate(EXAMPLES[:2], start=1):
        ask(page, question)
        expect(page.locator(f"#t{number} a.cite")).not_to_have_count(0)
        expect(page.locator("#ask")).to_be_visible()
    return page


def test_pointing_at_a_citation_tells_its_paper_and_sentence(answered: Page) -> None:
    told = answered.locator("#cited")
    answered.locator("#t1 a.cite").first.hover()
    expect(told).to_contain_text(TITLE)
    expect(told).to_contain_text(SENTENCE)
    expect(told).to_contain_text("The cited sentence states it.")
    answered.mouse.move(5, 5)
    expect(told).to_be_hidden()
    answered.locator("#t2 a.cite").first.focus()
    expect(told).to_contain_text("LM-Nav")
    answered.keyboard.press("Escape")
    expect(told).to_be_hidden()


def test_arrows_walk_through_the_citations_and_escape_goes_back(answered: Page) -> None:
    answered.locator("#t1 a.cite").last.focus()
    answered.keyboard.press("ArrowRight")
    expect(answered.locator("#t2 a.cite").first).to_be_focused()
    answered.keyboard.press("ArrowLeft")
    expect(answered.locator("#t1 a.cite").last).to_be_focused()
    answered.keyboard.press("Enter")
    expect(answered.locator("#t1-sources mark.lit")).to_be_focused()
    answered.keyboard.press("ArrowRight")
    expect(answered.locator("#t2-sources mark.lit")).to_be_focused()
    expect(answered.locator("#t1-sources")).to_be_hidden()
    answered.keyboard.press("Escape")
    expect(answered.locator("#t2 a.cite").first).to_be_focused()


def test_pointing_at_a_source_lights_what_rests_on_it_and_the_other_way_round(answered: Page) -> None:
    mark = answered.locator("#t2-c1")
    mark.hover()
    expect(answered.locator("#t2 .sentence.pointed")).to_contain_text("three pre-trained models")
    expect(answered.locator("#t1 .pointed")).to_have_count(0)
    answered.mouse.move(5, 5)
    expect(answered.locator(".pointed")).to_have_count(0)
    answered.locator("#t2 .sentence").first.hover()
    expect(mark).to_have_class("pointed")


def test_what_is_told_of_a_citation_is_text(make_assistant, open_page, embedder: Embedder, tmp_path) -> None:
    evil = "<img src=x onerror=alert(1)> ${alert(2)}"
    paper = Paper("e", f"Kettles {evil}", f"Kettles boil in 7 minutes {evil}.", published="2021-03-04")
    build_index(tmp_path / "evil", [paper], embedder).close()
    library = Library(tmp_path / "evil", embedder)
    page = open_page(make_assistant(lambda prompt: words("Kettles boil in 7 minutes."), library))
    ask(page, "In how many minutes do kettles boil?")
    page.locator("a.cite").first.hover()
    expect(page.locator("#cited")).to_contain_text(f"Kettles {evil} 2021")
    assert page.locator("#cited img").count() == 0
    library.index.close()


def test_a_quotation_looks_different_and_says_why_it_was_added(make_assistant, open_page) -> None:
    page = open_page(make_assistant(lambda prompt: words(f"{COMPRESSED} Compressor was trained on 64 GPUs.")))
    ask(page, EXAMPLES[0])
    changes = page.locator("#t1 details.changes")
    expect(changes.locator("summary")).to_contain_text("1 sentence left out")
    expect(changes.locator("li").first).to_be_hidden()
    changes.locator("summary").click()
    expect(changes.locator("li").first).to_contain_text("Compressor was trained on 64 GPUs.")
    expect(changes.locator("li").first).to_contain_text("no sentence of the abstracts supports it")
    expect(page.locator("#t1 .answer")).not_to_contain_text("64 GPUs")
    page.get_by_label("Quote only").check()
    expect(page.locator("#ask")).to_be_visible()
    ask(page, EXAMPLES[0])
    expect(page.locator("#t2 .sentence.quoted").first).to_have_css("font-style", "italic")
    expect(page.locator("#t2 details.changes")).to_have_count(0)
