"""The pictures of the README, of the real page with the default model: `python -m tests.ui.take_screenshots FOLDER`."""

import sys
from pathlib import Path

import click
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.ui.chromium import WIDE, chromium, opened
from tests.ui.served_page import passing_home, served

ANSWERED = "How much smaller are Compressor's models, and how much faster?"
REFUSED = "How many GPUs were used to train LM-Nav?"
TELEPHONE = (390, 844)
PATIENCE = 240_000  # milliseconds for an answer


def answered(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#t1 .turn-actions")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#ask")).to_be_visible()


def lit(page: Page) -> None:
    page.locator("#t1 a.cite").first.click()
    page.wait_for_timeout(2_000)  # the sentence has stopped to glow


def shot(page: Page, file: Path) -> None:
    """Write a picture in few colours, as it is to be small."""
    page.screenshot(path=file)
    with Image.open(file) as picture:
        few = picture.convert("RGB").quantize(256, kmeans=2, dither=Image.Dither.NONE)
    few.save(file, optimize=True)


def take(browser: Browser, address: str, folder: Path) -> None:
    """Write the pictures into a folder."""
    answered(opened(browser, address, WIDE), "What does CodeBERT do?")  # the model is read from the disk once
    page = opened(browser, address, WIDE)
    answered(page, ANSWERED)
    lit(page)
    shot(page, folder / "answer.png")
    page.locator("#library-search textarea, #library-search input").fill("pre-trained")
    page.locator("#map button").first.click()
    page.wait_for_function("document.querySelector('.paper-map')?.ready", timeout=PATIENCE)
    page.locator("#right").evaluate("(right) => right.scrollTo(0, 0)")
    page.wait_for_timeout(1_000)
    shot(page, folder / "library-and-map.png")
    page = opened(browser, address, WIDE)
    answered(page, REFUSED)
    shot(page, folder / "refusal.png")
    page = opened(browser, address, TELEPHONE)
    answered(page, ANSWERED)
    shot(page, folder / "telephone.png")
    page = opened(browser, address, WIDE, "dark")
    answered(page, ANSWERED)
    lit(page)
    shot(page, folder / "dark.png")


def main(folder: Path) -> None:
    """Serve the page, and take its pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with passing_home() as home, served(home) as (address, _), chromium() as browser:
        take(browser, address, folder)
    for picture in sorted(folder.glob("*.png")):
        click.echo(f"{picture.name}: {picture.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
