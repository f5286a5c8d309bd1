"""The library in a real browser over the real papers: searched, filtered, opened, ticked, and only those are asked."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def never(prompt: str):
    yield from ()


def search(page: Page, words: str) -> None:
    page.locator("#library-search textarea, #library-search input").fill(words)


def tick(page: Page, *places: int) -> list[str]:
    boxes = page.locator("#papers [data-paper]")
    for place in places:
        boxes.nth(place).check()
    return [page.locator("#papers .title").nth(place).inner_text() for place in places]


def ask(page: Page, question: str) -> None:
    page.get_by_label("Quote only").check()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")


def test_papers_are_found_while_one_types_filtered_and_sorted(make_assistant, open_page) -> None:
    page = open_page(make_assistant(never))
    rows, count = page.locator("#papers li"), page.locator("#papers .count")
    expect(count).to_have_text("118 papers")
    assert rows.count() == 118
    search(page, "compress code 3 mb")
    expect(count).to_have_text("1 of 118 papers")
    expect(rows).to_contain_text("Compressing Pre-trained Models of Code into 3 MB")
    search(page, "")
    expect(count).to_have_text("118 papers")
    page.get_by_label("From year").fill("2023")
    page.get_by_label("To year").fill("2023")
    expect(count).not_to_have_text("118 papers")
    years = {text[:4] for text in page.locator("#papers .facts").all_inner_texts()}
    assert years == {"2023"}
    page.get_by_label("From year").fill("")
    page.get_by_label("To year").fill("")
    page.get_by_role("button", name="More filters, order").click()
    page.get_by_label("Order").click()
    page.get_by_role("option", name="Title").click()
    expect(rows.first).to_contain_text("Active Learning for Sequence Tagging")


def test_a_paper_opens_and_closes_with_the_keyboard(make_assistant, open_page) -> None:
    page = open_page(make_assistant(never))
    opener = page.locator("#papers [data-open]").first
    title = opener.locator(".title").inner_text()
    opener.focus()
    for _ in range(2):  # the second time it is on the page already
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name=title)
        expect(dialog).to_be_visible()
        expect(dialog.locator(".abstract")).not_to_be_empty()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(opener).to_be_focused()
    other = page.locator("#papers [data-open]").nth(1)
    other_title = other.locator(".title").inner_text()
    other.click()
    expect(page.get_by_role("dialog", name=other_title)).to_be_visible()
    page.get_by_role("button", name="Close").click()
    opener.focus()
    page.keyboard.press("Enter")
    page.get_by_text("BibTeX", exact=True).click()
    expect(page.locator("dialog pre")).to_contain_text("@misc{")
    page.get_by_role("button", name="Ask only this paper").click()
    expect(page.locator("#scope")).to_contain_text(f"Asking only 1 paper: “{title}”")
    expect(page.locator("#question textarea")).to_be_focused()


def test_only_ticked_papers_are_asked_and_the_answer_says_so(make_assistant, open_page) -> None:
    page = open_page(make_assistant(never))
    search(page, "gs-lora")
    expect(page.locator("#papers .count")).to_contain_text("of 118 papers")
    first = tick(page, 0)[0]
    search(page, "crisistransformers")  # a tick stays while others are searched
    expect(page.locator("#papers li")).to_have_count(1)
    expect(page.locator("#papers li")).to_contain_text("Crisis")
    expect(page.locator("#papers [data-paper]")).not_to_be_checked()  # rows are changed in place
    second = tick(page, 0)[0]
    page.get_by_role("button", name="Ask only these 2").click()
    expect(page.locator("#scope")).to_contain_text("Asking only 2 papers")
    line, box = page.locator("#scope").bounding_box(), page.locator("#question").bounding_box()
    assert line
    assert box
    assert 0 <= box["y"] - (line["y"] + line["height"]) < 20
    ask(page, "How much smaller are Compressor's models?")
    expect(page.locator("#t1 .scoped")).to_have_text("Asked of 2 papers only")
    expect(page.locator("#status")).to_contain_text("Done in")
    found = page.locator("#t1-sources .card h3").all_inner_texts()
    assert set(found) <= {first, second}
    page.get_by_role("button", name="Ask all").click()
    expect(page.locator("#scope .scoped")).to_have_count(0)
    ask(page, "How much smaller are Compressor's models?")
    expect(page.locator("#t2 a.cite")).not_to_have_count(0)
    expect(page.locator("#t2 .scoped")).to_have_count(0)


def test_what_was_found_is_asked_alone(make_assistant, open_page) -> None:
    page = open_page(make_assistant(never))
    search(page, "continual")
    found = page.locator("[data-ask-found]")
    expect(found).to_be_visible()
    label = found.inner_text()
    found.click()
    expect(page.locator("#scope b")).to_have_text(f"{label.split()[-1]} papers")


def test_visitors_do_not_see_each_others_ticks_and_scope(make_assistant, open_page) -> None:
    page = open_page(make_assistant(never))
    tick(page, 0, 1)
    page.get_by_role("button", name="Ask only these 2").click()
    expect(page.locator("#scope")).to_contain_text("Asking only 2 papers")
    search(page, "clay")
    others = [page.context.browser.new_context() for _ in range(3)]
    for context in others:
        other = context.new_page()
        other.goto(page.url)
        expect(other.locator("#papers .count")).to_have_text("118 papers")
        assert other.locator("#papers [data-paper]:checked").count() == 0
        assert other.locator("#scope .scoped").count() == 0
        assert other.locator("#library-search textarea, #library-search input").input_value() == ""
        context.close()


def test_on_a_telephone_the_library_is_a_drawer(make_assistant, open_page) -> None:
    page = open_page(make_assistant(never))
    library, toggle = page.locator("#library"), page.locator("#library-toggle")
    expect(library).to_be_visible()
    toggle.click()
    expect(library).to_be_hidden()
    toggle.click()
    page.set_viewport_size({"width": 390, "height": 800})
    expect(library).to_be_hidden()
    toggle.click()
    expect(library).to_be_visible()
    assert toggle.get_attribute("aria-expanded") == "true"
    tick(page, 0)
    page.get_by_role("button", name="Ask only this one").click()
    expect(library).to_be_hidden()
    expect(page.locator("#scope")).to_contain_text("Asking only 1 paper")
    toggle.click()
    page.keyboard.press("Escape")
    expect(library).to_be_hidden()
    expect(toggle).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
