"""Timing the runtimes on the smallest real model."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from eval.speed.bench_runtimes import Bench, bench_runtimes, table, to_dict
from eval.speed.runtime_timing import Timing
from index_store.errors import AbstractQAError
from rag.machine.progress import silent
from tests.conftest import TINY_LLM

SLOW = Timing(4.0, 2_000_000_000, 1.0, 400.0, 10.0, 20.0)
QUICK = Timing(2.0, 1_000_000_000, 0.5, 800.0, None, None)


@pytest.fixture
def tiny_home(home: Path, tiny_gguf: Path, tiny_folder: Path, tiny_int8: Path) -> Path:
    """Return a home folder in which the smallest model lies with the files of every runtime."""
    (home / "models").unlink()
    folder = home / "models" / TINY_LLM
    folder.mkdir(parents=True)
    for path in (tiny_gguf, tiny_gguf.with_name("verified.json")):
        (folder / path.name).symlink_to(path)
    (folder / f"{tiny_gguf.stem}-bf16").symlink_to(tiny_folder)
    (folder / f"{tiny_gguf.stem}-int8").symlink_to(tiny_int8)
    return home


def assert_timed(timing: Timing) -> None:
    assert timing.load_seconds > 0
    assert 5e7 < timing.memory < 5e9
    assert timing.first_token_seconds > 0
    assert timing.tokens_read_a_second > 1
    assert timing.tokens_written_a_second >= timing.steps_a_second > 0


def test_the_command_times_a_runtime_in_a_process_of_its_own_and_prints_one_json_object(tiny_home):
    command = [sys.executable, "-m", "rag.shell.cli", "eval", "runtimes", "--llm", TINY_LLM]
    command += ["--runtime", "int8", "--cases", "1", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["model"] == TINY_LLM
    assert found["spread"]["int8"]["load, s"][0] == found["timings"]["int8"][0]["load_seconds"]
    assert_timed(Timing(**found["timings"]["int8"][0]))


@pytest.mark.slow
def test_every_runtime_that_is_here_is_timed(tiny_home):
    names = ["int8", "transformers", "llamacpp", "transformers-float32"]
    bench = bench_runtimes(TINY_LLM, names, 1, silent)
    assert bench.timings.keys() | bench.not_run.keys() == set(names)
    assert bench.not_run.keys() == (set() if find_spec("xllamacpp") else {"llamacpp"})
    for (timing,) in bench.timings.values():
        assert_timed(timing)


def test_a_model_that_no_runtime_can_load_is_an_error_that_says_why(home, tmp_path):
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
