"""What the tests of the map do and look for again and again."""

from playwright.sync_api import Page, expect

from rag.assistant import Assistant
from rag.map.paper_map import MapPoint
from ui.asking.asking_panel import EXAMPLES

MARGIN = 14


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


def quote(page: Page) -> None:
    page.get_by_label("Quote only").check()
    page.locator("#question textarea").fill(EXAMPLES[0])
    page.locator("#ask").click()
