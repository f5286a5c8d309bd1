"""Every panel, light and dark, is gone through by axe-core: no serious finding."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ui.asking.asking_panel import EXAMPLES

pytestmark = pytest.mark.browser
SERIOUS = ("serious", "critical")


def findings(page: Page) -> list[str]:
    """Return a line for each element of which axe-core has something serious to say."""
    found = [violation for violation in Axe().run(page).response["violations"] if violation["impact"] in SERIOUS]
    return [f"{of['id']}: {node['html'][:200]}: {node['failureSummary']}" for of in found for node in of["nodes"]]


def quoted(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.locator("#ask").click()
    expect(page.locator("#stop")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_panel_has_a_serious_finding(scheme: str, make_assistant, open_page) -> None:
    page = open_page(make_assistant(lambda prompt: iter(["never asked"])))
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.reload()
    page.locator("#question textarea").wait_for()
    assert findings(page) == []
    page.get_by_label("Quote only").first.check()
    quoted(page, EXAMPLES[0])
    expect(page.locator("#t1 a.cite").first).to_be_visible()
    quoted(page, EXAMPLES[-1])
    expect(page.locator("#t2 .refusal")).to_be_visible()
    assert findings(page) == []
    page.locator("#map button").first.click()
    expect(page.locator("#map canvas")).to_be_visible()
    page.locator("#map summary").click()
    assert findings(page) == []
    for button in page.locator("#panel-buttons button").all():
        button.click()
        expect(page.locator(f"#{button.get_attribute('data-panel')}")).to_be_visible()
        assert findings(page) == []
