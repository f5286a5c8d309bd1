"""Time this checkout beside another, question by question in turn: `python -m eval.speed.beside OTHER --cases 26`.

A busy machine slows both alike, so the ratios tell. Each has a home of its own, with the models of this one.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import numpy as np

from eval.sets.question_set import own_questions
from eval.speed.speed import spread_over_types
from rag.machine.home import home_folder

ROOT = Path(__file__).parents[2]
WARM_UP = 2  # questions that are not counted: they load the model


@click.command()
@click.argument("other", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--cases", default=26, help="Questions of the reporting half, spread over its types.")
def main(other: Path, cases: int) -> None:
    """Print the ratios of this checkout's times to the other's, and the peak memory of both."""
    asked = [
        case for case in own_questions("report") if not case.history and case.type not in ("collection", "metadata")
    ]
    questions = [case.question for case in spread_over_types(asked)[: cases + WARM_UP]]
    with TemporaryDirectory() as folder:
        ours, theirs = (
            _started(checkout, Path(folder) / name) for name, checkout in (("ours", ROOT), ("theirs", other))
        )
        rounds = [(_ask(ours, question), _ask(theirs, question)) for question in questions][WARM_UP:]
        for process in (ours, theirs):
            process.terminate()
    for step in ("sources", "first", "total"):
        ratios = [one[step] / two[step] for one, two in rounds if step in one and step in two]
        click.echo(f"{step}: {_quartiles(ratios)} times as long, of {len(ratios)}; ours {_median(rounds, 0, step)} ms")
    both = [one["total"] / two["total"] for one, two in rounds if one["answered"] and two["answered"]]
    click.echo(f"total where both answer: {_quartiles(both)} times as long, of {len(both)}")
    click.echo(
        "peak memory, GB: " + ", ".join(f"{max(r[place]['memory'] for r in rounds) / 1e9:.2f}" for place in (0, 1))
    )


def _started(checkout: Path, home: Path) -> "subprocess.Popen[str]":
    home.mkdir()
    (home / "models").symlink_to(home_folder() / "models")
    environment = os.environ | {"ABSTRACT_QA_HOME": str(home), "PYTHONPATH": str(checkout)}
    script = [sys.executable, "-P", str(Path(__file__).with_name("asked_in_turn.py"))]
    return subprocess.Popen(
        script, cwd=checkout, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def _ask(process: "subprocess.Popen[str]", question: str) -> dict[str, Any]:
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(question) + "\n")
    process.stdin.flush()
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer


def _median(rounds: list[tuple[dict[str, Any], dict[str, Any]]], place: int, step: str) -> int:
    return round(float(np.median([r[place][step] for r in rounds if step in r[place]])))


def _quartiles(values: list[float]) -> str:
    low, middle, high = np.quantile(values, (0.25, 0.5, 0.75))
    return f"{middle:.2f} ({low:.2f} to {high:.2f})"


if __name__ == "__main__":
    main()
