"""The chat page in a real browser, from the empty page to a citation that lights up."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from index_store.records import Paper
from rag.ingest.indexing import build_index
from rag.models.embedder.embedding import Embedder
from rag.retrieval.library import Library
from tests.ui.page_actions import COMPRESSED, LM_NAV, SENTENCE, ask, held, last_turn, words
from ui.asking.asking_panel import EXAMPLES

pytestmark = pytest.mark.browser


def test_sources_come_first_then_the_answer_and_its_citation_lights_up(make_assistant, open_page) -> None:
    begin = threading.Event()
    page = open_page(make_assistant(held(begin)))
    examples = page.locator(".example")
    assert examples.all_inner_texts() == list(EXAMPLES)
    examples.first.click()
    expect(page.locator("#sources .card").first).to_be_visible()
    expect(page.locator("#status")).to_contain_text(re.compile(r"Reading \d+ sentences of \d+ papers?"))
    assert page.locator("#conversation .answer").inner_text().strip() == ""
    expect(examples.first).to_be_hidden()
    begin.set()
    cite = page.locator("a.cite").first
    cite.click()
    lit = page.locator("#sources mark.lit")
    expect(lit).to_have_text(f"1{SENTENCE}")
    expect(lit).to_be_in_viewport()
    expect(page.locator("#status")).to_contain_text(re.compile(r"Done in \d+(\.\d)? s with scripted"))
    expect(page.locator("#status [role=status] span")).to_have_attribute(
        "title", re.compile("found after.*first words after")
    )


def test_quoting_asks_no_model(make_assistant, open_page) -> None:
    assistant = make_assistant(lambda prompt: words("never asked"))
    page = open_page(assistant)
    page.get_by_label("Quote only").check()
    page.locator(".example").first.click()
    expect(page.locator("#conversation .answer")).to_contain_text("160 times smaller than the original size.”")
    page.locator("a.cite").first.click()
    expect(page.locator("#sources mark.lit")).to_be_in_viewport()
    expect(page.locator("#status")).to_contain_text(re.compile(r"Done in \d+\.\d s\s*$"))
    assert assistant.llm.prompts == []


def test_the_keyboard_is_enough(make_assistant, open_page) -> None:
    page = open_page(make_assistant(lambda prompt: words(COMPRESSED)))
    page.locator(".example").first.focus()
    page.keyboard.press("Enter")
    cite = page.locator("a.cite").first
    cite.focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark.lit")).to_be_focused()


def test_an_old_answer_keeps_its_own_sources(make_assistant, open_page) -> None:
    answers = iter([COMPRESSED, LM_NAV])
    page = open_page(make_assistant(lambda prompt: words(next(answers))))
    ask(page, EXAMPLES[0])
    expect(page.locator("#t1 a.cite")).not_to_have_count(0)
    expect(page.locator("#ask")).to_be_visible()
    ask(page, EXAMPLES[1])
    expect(page.locator("#t2 a.cite")).not_to_have_count(0)
    expect(page.locator("#t2-sources")).to_be_visible()
    expect(page.locator("#t1-sources")).to_be_hidden()
    page.locator("#t1 a.cite").first.click()
    expect(page.locator("mark.lit")).to_have_text(f"1{SENTENCE}")
    expect(page.locator("#t2-sources")).to_be_hidden()
    page.locator("#t2 a.show-sources").click()
    expect(page.locator("#t2-sources")).to_be_visible()
    expect(page.locator("#t1-sources")).to_be_hidden()


def test_stop_ends_the_writing_and_keeps_what_can_be_checked(make_assistant, open_page) -> None:
    def script(prompt: str) -> Iterator[str]:
        yield from words(COMPRESSED + " And")
        while True:
            threading.Event().wait(0.02)
            yield ""

    assistant = make_assistant(script)
    page = open_page(assistant)
    ask(page, EXAMPLES[0])
    expect(page.locator(".draft")).to_contain_text("smaller than the original size")
    page.locator("#stop").click()
    expect(page.locator("#status")).to_contain_text("Stopped")
    expect(last_turn(page).locator("a.cite")).not_to_have_count(0)
    expect(page.locator("#ask")).to_be_visible()
    assert assistant.llm.closed_early == [True]


def test_stop_works_while_the_model_says_nothing_at_all(make_assistant, open_page) -> None:
    release = threading.Event()

    def script(prompt: str) -> Iterator[str]:
        release.wait(30)
        yield from words(COMPRESSED)

    page = open_page(make_assistant(script))
    ask(page, EXAMPLES[0])
    expect(page.locator("#status")).to_contain_text("Reading")
    page.locator("#stop").click()
    expect(last_turn(page).locator(".notice")).to_contain_text("Stopped")
    release.set()
    ask(page, EXAMPLES[0])
    expect(last_turn(page).locator("a.cite")).not_to_have_count(0)


def test_a_closed_tab_stops_the_model(make_assistant, open_page) -> None:
    closed = threading.Event()

    def script(prompt: str) -> Iterator[str]:
        try:
            while True:
                threading.Event().wait(0.02)
                yield ""
        finally:
            closed.set()

    page = open_page(make_assistant(script))
    ask(page, EXAMPLES[0])
    expect(page.locator("#status")).to_contain_text("Reading")
    page.close()
    assert closed.wait(30)


def test_what_goes_wrong_is_a_calm_card_and_the_next_question_works(make_assistant, open_page) -> None:
    failures = iter([True, False])

    def script(prompt: str) -> Iterator[str]:
        if next(failures):
            raise RuntimeError("out of memory")
        yield from words(COMPRESSED)

    page = open_page(make_assistant(script))
    for question, said in [
        ("  ", "The question is empty"),
        ("x" * 5000, "The question has 5,000 characters"),
        (EXAMPLES[0], "out of memory"),
    ]:
        ask(page, question)
        expect(last_turn(page).locator(".notice")).to_contain_text(said)
        expect(page.locator("#ask")).to_be_visible()
    ask(page, EXAMPLES[0])
    expect(last_turn(page).locator("a.cite")).not_to_have_count(0)
    assert page.locator(".turn").count() == 4


def test_clear_begins_anew(make_assistant, open_page) -> None:
    page = open_page(make_assistant(lambda prompt: words(COMPRESSED)))
    ask(page, EXAMPLES[0])
    page.locator("#clear").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator("#sources .card")).to_have_count(0)
    expect(page.locator(".example").first).to_be_visible()
    page.locator(".example").first.click()
    expect(page.locator("#t1 a.cite")).not_to_have_count(0)
    expect(page.locator("#t2")).to_have_count(0)


def test_a_follow_up_is_read_with_the_question_before_it(make_assistant, open_page) -> None:
    page = open_page(make_assistant(lambda prompt: words(COMPRESSED)))
    ask(page, "What does Compressor do?")
    expect(page.locator("#t1 a.cite")).not_to_have_count(0)
    expect(page.locator("#ask")).to_be_visible()
    ask(page, "How small are its models?")
    expect(page.locator("#t2 .understood")).to_contain_text("Compressor")


def test_two_visitors_do_not_see_each_other(make_assistant, open_page) -> None:
    page = open_page(make_assistant(lambda prompt: words(COMPRESSED)))
    ask(page, EXAMPLES[0])
    expect(page.locator("a.cite")).not_to_have_count(0)
    other = page.context.browser.new_context().new_page()
    other.goto(page.url)
    expect(other.locator(".example").first).to_be_visible()
    expect(other.locator(".turn")).to_have_count(0)
    other.context.close()


def test_html_in_papers_questions_and_drafts_is_inert(
    make_assistant, open_page, embedder: Embedder, tmp_path: Path
) -> None:
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script> {{value}} ${alert(3)} `x`"
    folder = tmp_path / "evil"
    abstract = f"Kettles boil in 7 minutes {evil}. They are of copper."
    build_index(folder, [Paper("e", f"Kettles {evil}", abstract)], embedder).close()
    library = Library(folder, embedder)
    page = open_page(make_assistant(lambda prompt: words(f"Kettles boil in 7 minutes {evil}."), library))
    ask(page, f"In how many minutes do kettles boil? {evil}")
    page.locator("a.cite").first.click()
    expect(page.locator("mark.lit")).to_contain_text(f"Kettles boil in 7 minutes {evil}")
    assert page.locator("#conversation img, #sources img, #conversation script, #sources script").count() == 0
    expect(page.locator("#sources h3").first).to_have_text(f"Kettles {evil}")
    expect(page.locator(".turn h2")).to_contain_text(evil)
    library.index.close()


def test_the_newest_turn_is_in_view_and_a_reader_who_scrolled_up_is_left_alone(make_assistant, open_page) -> None:
    begin = threading.Event()
    page = open_page(make_assistant(held(begin)))
    page.set_viewport_size({"width": 1000, "height": 420})
    for number in range(1, 5):
        ask(page, "" if number < 4 else EXAMPLES[0])
        expect(page.locator(f"#t{number} h2")).to_be_in_viewport()
        expect(page.locator("#ask" if number < 4 else "#stop")).to_be_visible()
    expect(page.locator("#status")).to_contain_text("Reading")
    page.locator("#t1 h2").scroll_into_view_if_needed()
    begin.set()
    expect(page.locator("#t4 a.cite")).not_to_have_count(0)
    expect(page.locator("#t1 h2")).to_be_in_viewport()
