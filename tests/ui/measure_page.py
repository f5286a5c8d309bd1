"""How quick and how heavy the page is, in Chromium: `python -m tests.ui.measure_page`, about four minutes.

Medians of several runs with the quickest and the slowest: the first view, a click on a citation, typing in the library
over 10,000 made papers, drawing their map; and the bytes of the page beside those of Gradio's own.
"""

import gzip
import json
import re
import statistics
from collections.abc import Callable
from pathlib import Path

import click
import httpx
from playwright.sync_api import Browser, expect

from tests.ui.chromium import chromium, opened
from tests.ui.served_page import passing_home, served
from ui.maths_library import maths_head
from ui.serving import joined

RUNS = 9
PAPERS = 10_000
FOUND = "lamp river owl stone field north south east ground metres".split()  # each in 2,000 papers or more
QUESTION = "How much smaller are Compressor's models, and how much faster?"
SMALL = ("--llm", "smollm2-135m-instruct", "--embedder", "small")
# Resolves with the milliseconds from an event that the page is given to the frame in which its effect is drawn.
_LIT = """() => new Promise((done) => {
  const began = performance.now();
  const look = () => document.querySelector("mark.lit")
    ? requestAnimationFrame(() => done(performance.now() - began)) : requestAnimationFrame(look);
  document.querySelectorAll(".lit").forEach((mark) => mark.classList.remove("lit"));
  document.querySelector("a.cite").click();
  look();
})"""
_TYPED = """(word) => new Promise((done) => {
  const list = document.querySelector("#papers");
  new MutationObserver((_, watch) => {
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - began));
  }).observe(list, { childList: true, subtree: true, characterData: true, attributes: true });
  const box = document.querySelector("#library-search textarea, #library-search input");
  const began = performance.now();
  box.value = word;
  box.dispatchEvent(new Event("input", { bubbles: true }));
})"""
_DRAWN = """() => {
  const began = performance.now();
  document.querySelector(".paper-map").drawNow();
  document.querySelector("#map canvas").getContext("2d").getImageData(0, 0, 1, 1);
  return performance.now() - began;
}"""


def first_view(browser: Browser, address: str) -> float:
    """Return the milliseconds until a question can be typed, in a browser that has seen nothing of it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.locator("#question textarea").wait_for()
    took = page.evaluate("performance.now()")
    context.close()
    return float(took)


def small_collection(browser: Browser) -> None:
    """Print what is measured over the bundled papers."""
    with passing_home() as home, served(home, *SMALL[:2]) as (address, _):
        told("first view, until a question can be typed", lambda: first_view(browser, address))
        page = opened(browser, address)
        page.get_by_label("Quote only").check()
        page.locator("#question textarea").fill(QUESTION)
        page.locator("#ask").click()
        expect(page.locator("#t1 a.cite").first).to_be_visible(timeout=60_000)
        told("click on a citation until its sentence is lit", lambda: page.evaluate(_LIT))
        weight(browser, address)


def large_collection(browser: Browser) -> None:
    """Print what is measured over many papers."""
    with passing_home(with_index=False) as home:
        file = home / "made.jsonl"
        file.write_text("".join(json.dumps(made_paper(number)) + "\n" for number in range(PAPERS)))
        ingest(home, file)
        with served(home, *SMALL, "--collection", "made") as (address, _):
            page = opened(browser, address)
            words = iter(FOUND)
            told("typing in the library until rows show", lambda: page.evaluate(_TYPED, next(words)))
            page.locator("#map button").first.click()
            page.wait_for_function("document.querySelector('.paper-map')?.ready", timeout=300_000)
            expect(page.locator("#map canvas")).to_have_attribute("aria-label", re.compile("10,000 papers"))
            told("drawing the map", lambda: page.evaluate(_DRAWN))


def made_paper(number: int) -> dict[str, str]:
    thing, place = ("lamp", "river", "owl", "stone", "field")[number % 5], ("north", "south", "east")[number % 3]
    return {
        "title": f"The {thing} {number} of the {place}",
        "abstract": f"We study {thing} number {number}. It is found in the {place}, {number % 97} metres below ground.",
        "date": f"{1990 + number % 35}-01-01",
    }


def ingest(home: Path, file: Path) -> None:
    """Index the papers of a file as the collection `made`."""
    from rag.models.embedder.embedding import Embedder
    from rag.retrieval.library import Library
    from rag.settings import EMBEDDERS

    name = EMBEDDERS["small"]
    library = Library(home / "collections" / "made", Embedder(name, home / "models" / name), collection="made")
    library.ingest(file)
    library.index.close()


def weight(browser: Browser, address: str) -> None:
    """Print the bytes of our own styles, scripts and markup, and of all that is sent for a first view."""
    ours = {ending: joined(ending) for ending in (".css", ".js")} | {"head": maths_head()}
    sizes = ", ".join(f"{name} {len(text.encode()) / 1000:.0f} kB" for name, text in ours.items())
    packed = sum(len(gzip.compress(text.encode())) for text in ours.values())
    click.echo(f"our own: {sizes}, no fonts; {packed / 1000:.0f} kB packed")
    page = httpx.get(address, trust_env=False, timeout=60)
    click.echo(f"the first page with all that Gradio writes into it: {len(page.content) / 1000:.0f} kB")
    context, sent = browser.new_context(), []
    whole = context.new_page()
    whole.on("requestfinished", lambda request: sent.append(request.sizes()["responseBodySize"]))
    whole.goto(address)
    whole.locator("#papers li").first.wait_for()
    whole.wait_for_timeout(3_000)  # what Gradio fetches when all is shown
    context.close()
    click.echo(f"all that is sent for the first view: {sum(sent) / 1e6:.2f} MB in {len(sent)} files")


def told(what: str, measure: Callable[[], float]) -> None:
    """Print the median of several runs, after one that is not counted."""
    measure()
    times = [measure() for _ in range(RUNS)]
    click.echo(f"{what}: median {statistics.median(times):.0f} ms ({min(times):.0f} to {max(times):.0f})")


def main() -> None:
    """Measure and print."""
    with chromium() as browser:
        small_collection(browser)
        large_collection(browser)


if __name__ == "__main__":
    main()
