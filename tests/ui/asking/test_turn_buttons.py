"""The buttons of an answer: asked again, edited, copied; and how the question was read, edited."""

import pytest
from playwright.sync_api import Page, expect

from tests.ui.page_actions import COMPRESSED, SENTENCE, ask, words
from ui.asking.asking_panel import EXAMPLES

pytestmark = pytest.mark.browser


@pytest.fixture
def answered(make_assistant, open_page) -> Page:
    page = open_page(make_assistant(lambda prompt: words(COMPRESSED)))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, EXAMPLES[0])
    expect(page.locator("#t1 a.cite")).not_to_have_count(0)
    expect(page.locator("#ask")).to_be_visible()
    return page


def test_a_question_is_asked_again_or_edited(answered: Page) -> None:
    answered.locator("#t1").get_by_role("button", name="Edit the question").click()
    box = answered.locator("#question textarea")
    expect(box).to_have_value(EXAMPLES[0])
    expect(box).to_be_focused()
    answered.locator("#t1").get_by_role("button", name="Ask again").click()
    expect(answered.locator("#t2 h2")).to_have_text(EXAMPLES[0])
    expect(answered.locator("#t2 a.cite")).not_to_have_count(0)


def test_an_answer_is_copied_with_its_references(answered: Page) -> None:
    answered.locator("#t1").get_by_role("button", name="Copy").click()
    expect(answered.locator("#t1").get_by_role("button", name="Copied")).to_be_visible()
    copied = answered.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{EXAMPLES[0]}\n\nCompressor compresses models")
    assert f"[1] Compressing Pre-trained Models of Code into 3 MB\n“{SENTENCE}”" in copied


def test_how_a_question_was_read_is_edited_and_asked(answered: Page) -> None:
    ask(answered, "How small are its models?")
    plan = answered.locator("#plan")
    expect(plan).to_contain_text("Read as: ")
    expect(answered.locator("#ask")).to_be_visible()
    plan.locator(".plan-text").fill(EXAMPLES[0])
    plan.locator(".plan-text").press("Enter")
    expect(answered.locator("#t3 h2")).to_have_text(EXAMPLES[0])
    expect(answered.locator("#t3 a.cite")).not_to_have_count(0)
    expect(plan).to_have_count(0)
