"""Speed and size of the store at several numbers of papers.

    python -m eval.speed.ingest_speed [COUNT ...]

Papers and vectors are made (made_papers), so no time goes into an embedder: what is left is reading, cutting, writing
and searching. Each size runs in a process of its own, for its peak of memory.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import numpy as np

from eval.asking.machine_facts import peak_memory
from eval.speed.made_papers import MadeEmbedder, made_papers
from index_store.index import Index
from index_store.paper_conditions import Conditions
from index_store.records import Paper
from rag.ingest.indexing import Change, open_index, update_index
from rag.models.embedder.embedded_text import EmbeddedText
from rag.retrieval.hybrid import Retriever

SIZES = (1_000, 10_000, 50_000)
SEARCHES = 200
PAPERS_FOUND = 10
COLUMNS = (
    "papers", "papers/s", "peak MB", "disk MB", "segments", "open s", "add one s", "CPU s", "remove one s", "CPU s ",
    "search p50 ms", "p99 ms", "with years p50 ms", "p99 ms ",
)  # fmt: skip


def measured(count: int, folder: Path) -> list[float]:
    """Return a row of COLUMNS for an index of so many papers."""
    embedder = MadeEmbedder(384, MadeEmbedder(768))
    papers = list(made_papers(count))
    build, _ = _timed(lambda: _changed(folder, embedder, Change(papers)).close())
    peak = peak_memory() / 1e6
    one = list(made_papers(1, seed=1))
    add, add_cpu = _timed(lambda: _changed(folder, embedder, Change(one)).close())
    remove, remove_cpu = _timed(lambda: _changed(folder, embedder, Change((), [papers[0].paper_id])).close())
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    opening, _ = _timed(lambda: _opened(folder, embedder).close())
    index = _opened(folder, embedder)
    plain, filtered = (_searches(index, papers, embedder, with_years) for with_years in (False, True))
    index.close()
    sizes = [count, count / build, peak, disk, len(index.manifest.segments)]
    return [*sizes, opening, add, add_cpu, remove, remove_cpu, *plain, *filtered]


def _changed(folder: Path, embedder: MadeEmbedder, change: Change) -> Index:
    update_index(folder, lambda _: change, embedder)
    return _opened(folder, embedder)


def _opened(folder: Path, embedder: MadeEmbedder) -> Index:
    index = open_index(folder, embedder)
    assert index is not None
    return index


def _timed(action: Callable[[], None]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - wall, time.process_time() - cpu


def _searches(index: Index, papers: Sequence[Paper], embedder: MadeEmbedder, with_years: bool) -> list[float]:
    """Return the median and the 99th percentile of a search, in milliseconds; the first one, which opens, left out."""
    chance = np.random.default_rng(0)
    times = []
    for place in chance.choice(len(papers), SEARCHES + 1):
        question = embedder.read_query(papers[int(place)].abstract[:80])
        times.append(_timed(lambda q=question: _search(index, q, with_years))[0] * 1000)  # type: ignore[misc]
    return [float(value) for value in np.percentile(times[1:], (50, 99))]


def _search(index: Index, question: EmbeddedText, with_years: bool) -> None:
    among = Conditions(years=(2000, 2010)) if with_years else None
    Retriever(index, among).retrieve(question, PAPERS_FOUND)


@click.command()
@click.argument("counts", nargs=-1, type=int)
@click.option("--one", type=click.Path(path_type=Path), hidden=True)
def main(counts: tuple[int, ...], one: Path | None) -> None:
    """Measure the store at COUNTS papers each."""
    if one:
        click.echo(json.dumps(measured(counts[0], one)))
        return
    click.echo(" | ".join(COLUMNS))
    for count in counts or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            command = [
                sys.executable,
                "-m",
                "eval.speed.ingest_speed",
                str(count),
                "--one",
                str(Path(folder) / "index"),
            ]
            row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            click.echo(" | ".join(f"{value:,.3g}" if value < 1000 else f"{value:,.0f}" for value in row))


if __name__ == "__main__":
    main()
