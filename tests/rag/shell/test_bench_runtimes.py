"""The bake-off on a real model, the smallest, with every runtime that is here."""

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from index_store.errors import AbstractQAError
from rag.machine.progress import silent
from rag.models.store.model_store import ModelStore
from rag.shell.bench_runtimes import Bench, bench_runtimes, table, to_dict
from rag.shell.runtime_timing import Timing
from tests.conftest import TINY_LLM

SLOW = Timing(4.0, 2_000_000_000, 1.0, 400.0, 10.0, 20.0)
QUICK = Timing(2.0, 1_000_000_000, 0.5, 800.0, None, None)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, model_store: ModelStore) -> Path:
    """Return a home folder with a copy of the model, for its other forms are written beside it."""
    folder = tmp_path_factory.mktemp("home")
    source = model_store.fetch(TINY_LLM)
    shutil.copytree(source, folder / "models" / source.name, ignore=shutil.ignore_patterns("*-int8*", "*-bf16*"))
    return folder


@pytest.fixture
def writable_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ABSTRACT_QA_HOME", str(folder))
    return folder


def test_every_runtime_that_is_here_is_timed_in_a_process_of_its_own(writable_home):
    bench = bench_runtimes(TINY_LLM, ["int8", "transformers", "llamacpp"], 1, silent)
    timed = {"int8", "transformers", "llamacpp"} if find_spec("xllamacpp") else {"int8", "transformers"}
    assert bench.timings.keys() == timed
    assert timed | bench.not_run.keys() == {"int8", "transformers", "llamacpp"}
    for (timing,) in bench.timings.values():
        assert timing.load_seconds > 0
        assert 5e7 < timing.memory < 5e9
        assert timing.first_token_seconds > 0
        assert timing.tokens_read_a_second > 1
        assert timing.tokens_written_a_second >= timing.steps_a_second > 0


def test_the_command_prints_one_json_object(writable_home):
    command = [sys.executable, "-m", "rag.shell.cli", "models", "bench", "--llm", TINY_LLM]
    command += ["--runtime", "transformers", "--runtime", "transformers-float32", "--cases", "1", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["model"] == TINY_LLM
    assert found["timings"].keys() == {"transformers", "transformers-float32"}
    assert found["spread"]["transformers"]["load, s"][0] == found["timings"]["transformers"][0]["load_seconds"]


def test_a_model_that_no_runtime_can_load_is_an_error_that_says_why(tmp_path, monkeypatch):
    monkeypatch.setenv("ABSTRACT_QA_HOME", str(tmp_path))
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text('{"model_type": "gpt2"}')
    with pytest.raises(AbstractQAError, match="int8: The runtime int8 runs models of the families llama and qwen2"):
        bench_runtimes(str(tmp_path / "model"), ["int8"], 1, silent)


def test_a_table_shows_medians_with_their_quartiles_and_who_did_not_run():
    lines = table(
        Bench("tiny", {"int8": [QUICK, SLOW], "transformers": [SLOW]}, {"llamacpp": "Not here."})
    ).splitlines()
    assert lines[0].split("  ")[0] == "tiny"
    assert [cell.strip() for cell in lines[1].split("  ") if cell] == [
        "int8",
        "3 (2.5 to 3.5)",
        "1.5 (1.25 to 1.75)",
        "600 (500 to 700)",
        "0.75 (0.625 to 0.875)",
        "10",
        "20",
    ]
    assert lines[2].split() == ["transformers", "4", "2", "400", "1", "10", "20"]
    assert "llamacpp did not run. Not here." in lines


def test_what_could_not_be_timed_is_a_dash_and_a_null():
    bench = Bench("tiny", {"int8": [QUICK]}, {})
    assert table(bench).splitlines()[1].split()[-2:] == ["-", "-"]
    assert json.loads(json.dumps(to_dict(bench)))["spread"]["int8"]["steps/s"] is None
