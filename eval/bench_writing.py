"""How fast the default model writes, with and without guessing its continuation: `python -m eval.bench_writing`.

Both ways take turns on the same questions in one run, so that a busy machine disturbs them alike; trust the ratio.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles

import click

from eval.question_set import Case, own_questions
from rag import Assistant, transformers_llm
from rag.prompting import build_messages
from rag.question import understand
from rag.transformers_llm import TransformersLLM

WAYS = ("plain", "guessing")


@contextmanager
def way_of_writing(way: str) -> Iterator[None]:
    """Write without guesses for the length of a block, if that is the way."""
    guess = transformers_llm.guess_continuation
    if way == "plain":
        transformers_llm.guess_continuation = lambda tokens, length=0: []
    try:
        yield
    finally:
        transformers_llm.guess_continuation = guess


def written(assistant: Assistant, llm: TransformersLLM, case: Case) -> tuple[str, float]:
    """Return an answer's draft and the seconds from its first piece to its last."""
    question = understand(case.question, case.history)
    messages = build_messages(question, assistant.find(question.standalone).evidence)
    text, started = "", 0.0
    for piece in llm.stream_chat(messages):
        started = started or (time.monotonic() if piece.delta else 0.0)
        text += piece.delta or ""
    return text, time.monotonic() - started


@click.command()
@click.option("--cases", default=16, show_default=True, type=click.IntRange(4, 200), help="How many questions.")
def main(cases: int) -> None:
    """Print the milliseconds a token, median and quartiles, and how many drafts are the same both ways."""
    assistant = Assistant.load()
    llm = assistant.llm
    assert isinstance(llm, TransformersLLM), "this measures the transformers runtime"
    asked = [c for c in own_questions("tune") if c.gold_sentences]
    asked = asked[:: max(1, len(asked) // cases)][:cases]
    drafts: dict[str, list[str]] = {way: [] for way in WAYS}
    pace: dict[str, list[float]] = {way: [] for way in WAYS}
    for case in asked:
        for way in WAYS:
            with way_of_writing(way):
                text, seconds = written(assistant, llm, case)
            drafts[way].append(text)
            pace[way].append(1000 * seconds / max(1, len(llm.tokens(text)) - 1))
    for way in WAYS:
        low, _, high = quantiles(pace[way], n=4)
        click.echo(f"{way:>9}: {median(pace[way]):.0f} ms a token (quartiles {low:.0f} to {high:.0f})")
    ratios = [plain / guessing for plain, guessing in zip(pace["plain"], pace["guessing"], strict=True)]
    same = sum(a == b for a, b in zip(drafts["plain"], drafts["guessing"], strict=True))
    click.echo(f"ratio {median(ratios):.2f}, question by question; {same} of {len(asked)} drafts the same")


if __name__ == "__main__":
    main()
