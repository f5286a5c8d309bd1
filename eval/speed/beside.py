"""Time this checkout beside another, question by question in turn: `python -m eval.speed.beside OTHER --cases 26`.

A busy machine slows both alike, so the ratios tell. Each has a home of its own, with the models of this one.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from eval.sets.question_set import own_questions
from eval.speed.speed import spread_over_types
from eval.speed.speed_report import spread
from rag.machine.home import home_folder

ROOT = Path(__file__).parents[2]
Round = tuple[dict[str, Any], dict[str, Any]]  # what was timed of one question, here and in the other checkout
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
    with (
        TemporaryDirectory() as folder,
        _started(ROOT, Path(folder) / "ours") as ours,
        _started(other, Path(folder) / "theirs") as theirs,
    ):
        rounds = [(_ask(ours, question), _ask(theirs, question)) for question in questions][WARM_UP:]
    answered = [pair for pair in rounds if all(one["answered"] for one in pair)]
    click.echo(_times("sources", "sources", rounds))
    click.echo(_times("first words, where both wrote", "first", rounds))
    click.echo(_times("whole answer, where both answer", "total", answered))
    memory = (max(pair[place]["memory"] for pair in rounds) / 1e9 for place in (0, 1))
    click.echo("peak memory, GB: ours {:.2f}, theirs {:.2f}".format(*memory))


def _times(name: str, step: str, rounds: Sequence[Round]) -> str:
    """Return the milliseconds to a step in both, and the ratio, of the rounds that came to it in both."""
    both = [(ours[step], theirs[step]) for ours, theirs in rounds if step in ours and step in theirs]
    ours_ms, theirs_ms = (spread([times[place] for times in both]) for place in (0, 1))
    ratio = spread([ours / theirs for ours, theirs in both])
    return f"{name}, {len(both)}: ours {ours_ms} ms, theirs {theirs_ms} ms, {ratio} times as long"


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
    line = process.stdout.readline()
    if not line:
        raise click.ClickException("a checkout stopped; what it said is above. Run `abstract-qa doctor` in it.")
    answer: dict[str, Any] = json.loads(line)
    return answer


if __name__ == "__main__":
    main()
