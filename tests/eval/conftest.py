"""What tests of the evaluation share: the shell within this process, and the model of the baselines."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from rag.shell import terminal
from rag.shell.cli import main

if TYPE_CHECKING:
    from eval.asking.plain_transformers import PlainTransformers


class Result(NamedTuple):
    """The exit code of a command, and what it wrote to stdout and stderr."""

    code: object
    out: str
    err: str


@pytest.fixture
def abstract_qa(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Return a function that runs `abstract-qa eval ...` as the installed program does, but in this process."""

    def run(*arguments: object) -> Result:
        for name in terminal.ENVIRONMENT:
            monkeypatch.setenv(name, terminal.ENVIRONMENT[name])
        monkeypatch.setattr(sys, "argv", ["abstract-qa", "eval", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        return Result(ended.value.code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def plain_llm(tiny_folder: Path) -> "PlainTransformers":
    """Return the smallest language model as that of the baselines, for short answers."""
    from eval.asking.plain_transformers import PlainTransformers  # loads torch

    return PlainTransformers(str(tiny_folder), tiny_folder, max_tokens=8)
