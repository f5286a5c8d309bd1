"""What the tests of the page do and say again and again."""

import re
import threading
from collections.abc import Callable, Iterator

from playwright.sync_api import Locator, Page

COMPRESSED = "Compressor compresses models to a size of 3 MB, which is 160 times smaller than the original size."
SENTENCE = (
    "We use our method to compress pre-trained models to a size (3 MB), "
    "which is 160 times smaller than the original size."
)
LM_NAV = "LM-Nav is constructed from three pre-trained models: ViNG, CLIP and GPT-3."


def words(text: str) -> Iterator[str]:
    yield from re.findall(r"\S+\s*", text)


def held(begin: threading.Event, text: str = COMPRESSED) -> Callable[[str], Iterator[str]]:
    """Return the script of a model that writes nothing until it may begin."""

    def script(prompt: str) -> Iterator[str]:
        while not begin.wait(0.05):
            yield ""
        yield from words(text)

    return script


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")


def last_turn(page: Page) -> Locator:
    return page.locator("#conversation .turn").last
