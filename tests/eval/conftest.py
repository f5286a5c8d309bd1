"""What tests of the evaluation share: the smallest real language model, and the shell within this process."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from rag.models.runtimes.conversion import converted
from rag.models.store.model_store import ModelStore
from rag.shell import terminal
from rag.shell.cli import main
from tests.conftest import TINY_LLM

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
def tiny_folder(model_store: ModelStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the smallest language model as a transformers folder."""
    gguf = next(model_store.fetch(TINY_LLM).glob("*.gguf"))
    return converted(gguf, tmp_path_factory.mktemp("converted") / "tiny")


@pytest.fixture(scope="session")
def plain_llm(tiny_folder: Path) -> "PlainTransformers":
    """Return it as the model of the baselines, for short answers."""
    from eval.asking.plain_transformers import PlainTransformers  # loads torch

    return PlainTransformers(str(tiny_folder), tiny_folder, max_tokens=8)
