"""Twenty visitors at once, each asking, typing in the library and clicking: `python -m tests.ui.twenty_visitors 120`.

The page runs in a process of its own with the smallest real model. Printed are errors, answers, waits, how quick the
library stays, and the memory of the program and its model before and after, both after a warm-up of a minute.
"""

import asyncio
import re
import signal
import sys
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from html import unescape

import click
import psutil

from tests.ui.http_visitor import HttpVisitor
from tests.ui.served_page import passing_home, served

VISITORS = 20
WARM_UP = 60
ASKED = (
    "What does “{}” propose?",
    "How is “{}” evaluated?",
    "Which data does “{}” use?",
    "Why was “{}” written?",
    "What is new in “{}”?",
    "Which results does “{}” report?",
)
SEARCHED = ("c", "co", "con", "cont", "model", "models for", "zzz", "")


@dataclass
class Seen:
    """What the visitors met, in seconds; `orders` are the times between which the model's answers were awaited."""

    answered: int = 0
    busy: int = 0
    waits: list[float] = field(default_factory=list)
    orders: list[tuple[float, float]] = field(default_factory=list)
    searches: list[float] = field(default_factory=list)
    handlers: list[float] = field(default_factory=list)
    clicks: int = 0
    errors: list[str] = field(default_factory=list)

    def told(self) -> str:
        lines = [
            f"errors: {len(self.errors)}",
            *sorted(set(self.errors))[:5],
            f"answered: {self.answered}, told to ask again: {self.busy}, clicks: {self.clicks}",
            f"longest wait for an answer: {max(self.waits, default=0):.1f} s, median {_share(self.waits, 0.5):.1f} s",
            f"served before one who asked a second earlier or more: {self._overtaken()}",
            f"library searches: {len(self.searches)}",
            f"  there and back: {_times(self.searches)}",
            f"  in the handler alone: {_times(self.handlers)}",
        ]
        return "\n".join(lines)

    def _overtaken(self) -> int:
        return sum(a + 1 < b and done > d for a, done in self.orders for b, d in self.orders)


async def visited(address: str, place: int, until: float, seen: Seen) -> None:
    """Be one visitor until the time is over; every second one asks only one paper."""
    async with HttpVisitor(address) as visitor:
        await visitor.open()
        rows = visitor.text("papers")
        papers, titles = re.findall(r'data-paper="(.+?)"', rows), re.findall(r'class="title">(.+?)</span>', rows)
        own = unescape(papers[place])
        if place % 2:
            await visitor.fire("papers", "select", {"papers": [own]})
        asking = _asks(visitor, unescape(titles[place]), own if place % 2 else None, until, seen)
        await asyncio.gather(_noting(seen, asking), _noting(seen, _clicks(visitor, papers, place, until, seen)))


async def _asks(visitor: HttpVisitor, title: str, only: str | None, until: float, seen: Seen) -> None:
    number = 0
    while time.monotonic() < until:
        quote = number % 3 == 2
        visitor.put("quote", quote)
        visitor.put("question", ASKED[number % len(ASKED)].format(title))
        began = time.monotonic()
        await visitor.fire("question", "submit")
        ended = time.monotonic()
        last = visitor.conversation.rpartition("<article")[2]
        busy = "more than can wait" in last or "Too many questions" in last
        seen.busy, seen.answered = seen.busy + busy, seen.answered + (not busy)
        if not busy:
            seen.waits.append(ended - began)
        if not busy and not quote:
            seen.orders.append((began, ended))
        _check(visitor, title, only)
        await asyncio.sleep(5 if busy else 2)
        number += 1


def _check(visitor: HttpVisitor, title: str, only: str | None) -> None:
    strange = [q for q in re.findall(r'data-question="(.*?)"', visitor.conversation) if title not in unescape(q)]
    assert not strange, f"another's question: {strange[:2]}"
    assert "went wrong" not in visitor.conversation, visitor.conversation[-600:]
    cards = set(map(unescape, re.findall(r'class="card" data-paper="(.+?)"', visitor.text("sources"))))
    assert only is None or cards <= {only}, f"sources beyond the scope: {cards}"


async def _clicks(visitor: HttpVisitor, papers: list[str], place: int, until: float, seen: Seen) -> None:
    number = place
    while time.monotonic() < until:
        visitor.put("library-search", SEARCHED[number % len(SEARCHED)])
        began = time.monotonic()
        seen.handlers.append(await visitor.fire("library-search", "change"))
        seen.searches.append(time.monotonic() - began)
        if number % 3 == 0:
            await visitor.fire("papers", "click", {"paper": unescape(papers[number % len(papers)])})
            seen.clicks += 1
        await asyncio.sleep(1.5)
        number += 1


async def _noting(seen: Seen, doing: Awaitable[None]) -> None:
    try:
        await doing
    except Exception as error:  # whatever a visitor meets is counted
        seen.errors.append(f"{type(error).__name__}: {error}"[:400])


async def together(address: str, seconds: float) -> Seen:
    """Let all visitors come at once, and return what they met."""
    seen, until = Seen(), time.monotonic() + seconds
    await asyncio.gather(*(_noting(seen, visited(address, place, until, seen)) for place in range(VISITORS)))
    return seen


def memory(process: int) -> float:
    """Return the memory of a process and its children after a collection of what is not used, in MB."""
    psutil.Process(process).send_signal(signal.SIGUSR1)
    time.sleep(5)
    family = [psutil.Process(process), *psutil.Process(process).children(recursive=True)]
    return sum(each.memory_info().rss for each in family) / 1e6


def _share(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def _times(values: list[float]) -> str:
    return ", ".join(f"p{round(100 * share)} {1000 * _share(values, share):.0f} ms" for share in (0.5, 0.95, 0.99))


def main(seconds: float) -> int:
    """Measure, print, and return whether there was an error."""
    with passing_home() as home, served(home, "--llm", "smollm2-135m-instruct") as (address, process):
        warm = asyncio.run(together(address, WARM_UP))
        click.echo(f"warm-up: {warm.answered} answered, {len(warm.errors)} errors")
        before = memory(process)
        seen = asyncio.run(together(address, seconds))
        after = memory(process)
    click.echo(seen.told())
    click.echo(f"memory: {before:.0f} MB before, {after:.0f} MB after ({100 * (after / before - 1):+.1f} %)")
    return bool(seen.errors or warm.errors)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 120))
