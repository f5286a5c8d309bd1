"""Conversations in a real browser: kept, found again by a word, opened, continued, taken along, deleted."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from eval.sets.question_set import read_questions
from rag.ingest.raw_record import RawRecord
from rag.ingest.readers import read_text
from tests.ui.page_actions import COMPRESSED, SENTENCE, words
from ui.asking.asking_panel import EXAMPLES
from ui.conversations.conversation_store import Conversations

pytestmark = pytest.mark.browser

EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>{{value}}${alert(3)}'


def ask(page: Page, question: str) -> None:
    answers = page.locator("#conversation .bar").count()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#conversation .bar")).to_have_count(answers + 1)
    expect(page.locator("#ask")).to_be_visible()


def reload(page: Page) -> None:
    page.reload()
    page.locator("#question textarea").wait_for()


def open_panel(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def listed(page: Page):
    return page.locator("#conversations [data-open]")


@pytest.fixture
def page(make_assistant, open_page) -> Page:
    return open_page(make_assistant(lambda prompt: words(COMPRESSED)))


def test_a_conversation_is_found_opened_and_continued_after_a_reload(page: Page) -> None:
    ask(page, EXAMPLES[0])
    expect(page.locator("#t1 a.cite")).not_to_have_count(0)
    reload(page)
    expect(page.locator(".turn")).to_have_count(0)
    open_panel(page, "Conversations")
    expect(listed(page)).to_have_count(1)
    page.locator("#conversations-search input, #conversations-search textarea").fill("xylophone")
    expect(listed(page)).to_have_count(0)
    expect(page.locator("#conversations")).to_contain_text("None has all of these words")
    page.locator("#conversations-search input, #conversations-search textarea").fill("small compr")
    expect(listed(page)).to_contain_text([EXAMPLES[0]])
    listed(page).click()
    page.locator("#t1 a.cite").first.click()
    expect(page.locator("#sources mark.lit")).to_have_text(f"1{SENTENCE}")
    ask(page, "How much faster are its models?")
    expect(page.locator("#t2 a.cite")).not_to_have_count(0)
    expect(page.locator("#t2 .understood")).to_contain_text("Compressor")
    reload(page)
    open_panel(page, "Conversations")
    expect(listed(page)).to_have_count(1)
    expect(listed(page)).to_contain_text("2 answers")


def test_clear_begins_another_conversation(page: Page) -> None:
    ask(page, EXAMPLES[0])
    page.locator("#clear").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator(".example").first).to_be_visible()
    ask(page, EXAMPLES[1])
    open_panel(page, "Conversations")
    expect(listed(page)).to_have_count(2)


def test_deleting_asks_back_once(page: Page, home: Path) -> None:
    ask(page, EXAMPLES[0])
    open_panel(page, "Conversations")
    delete = page.locator("#conversations [data-delete]")
    delete.click()
    expect(delete).to_have_text("Delete for good?")
    expect(listed(page)).to_have_count(1)
    delete.click()
    expect(listed(page)).to_have_count(0)
    assert Conversations(home / "conversations.sqlite").listed("") == []


def test_an_answer_is_taken_along_three_ways_and_the_conversation_as_one(page: Page) -> None:
    ask(page, EXAMPLES[0])
    ask(page, "How much faster are its models?")
    files = {}
    for form in ("markdown", "bibtex", "json", "all"):
        with page.expect_download() as download:
            page.locator(f"#export-{form}").click()
        files[form] = (download.value.suggested_filename, Path(download.value.path()).read_text(encoding="utf-8"))
    assert files["markdown"][0] == "abstract-qa-how-much-faster-are-its-models.md"
    assert "\\[1\\] Compressing Pre-trained Models" in files["markdown"][1]
    (paper,) = read_text(files["bibtex"][1], "cited.bib")
    assert isinstance(paper, RawRecord)
    assert paper.fields["title"] == "Compressing Pre-trained Models of Code into 3 MB"
    record = json.loads(files["json"][1])
    assert record["question"] == "How much faster are its models?"
    assert f"> {record['citations'][0]['quote']}" in files["markdown"][1]
    assert files["all"][0].endswith("-conversation.md")
    assert files["all"][1].count(f"> {SENTENCE}") >= 1


def test_what_a_visitor_says_is_a_question_set(page: Page, home: Path) -> None:
    ask(page, EXAMPLES[0])
    page.get_by_role("button", name="Good answer").click()
    expect(page.locator("#said")).to_contain_text("Thank you")
    page.get_by_text("Something is wrong").click()
    page.locator(".complaint select").select_option("1")
    page.locator(".complaint textarea").fill("It is another paper.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".complaint")).not_to_have_attribute("open", "")
    page.wait_for_timeout(500)
    good, wrong = read_questions(home / "feedback.jsonl")
    assert (good.type, wrong.type) == ("good answer", "wrong citation")
    assert wrong.note.endswith("It is another paper.")


def test_a_poisoned_title_does_nothing(page: Page) -> None:
    ask(page, f"How much smaller are Compressor's models? {EVIL}")
    open_panel(page, "Conversations")
    expect(listed(page)).to_contain_text([EVIL])
    page.locator("#conversations [data-delete]").click()
    listed(page).click()
    expect(page.locator("#t1")).to_be_visible()
    assert page.locator("#conversations img, #conversations script, #conversation img").count() == 0


def test_with_keep_conversations_off_nothing_is_kept(make_assistant, open_page, home: Path) -> None:
    assistant = make_assistant(lambda prompt: words(COMPRESSED))
    assistant.settings = assistant.settings.model_copy(update={"keep_conversations": False})
    page = open_page(assistant)
    ask(page, EXAMPLES[0])
    open_panel(page, "Conversations")
    expect(page.locator("#conversations")).to_contain_text("not kept on this page")
    assert not (home / "conversations.sqlite").exists()


def test_the_look_is_chosen_and_remembered(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body.dark")).to_have_count(1)
    open_panel(page, "Settings")
    page.get_by_role("button", name="Light", exact=True).click()
    expect(page.locator("body.dark")).to_have_count(0)
    reload(page)
    expect(page.locator("body.dark")).to_have_count(0)
    open_panel(page, "Settings")
    page.get_by_role("button", name="As the system").click()
    expect(page.locator("body.dark")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#settings")).to_be_hidden()
