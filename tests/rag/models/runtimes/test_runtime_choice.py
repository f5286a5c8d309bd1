"""Which runtime a machine gets: timed for real once, then decided from timings written down."""

import json
from pathlib import Path
from typing import Any

import pytest

from index_store.errors import AbstractQAError
from rag.models.runtimes.runtime_choice import choose, machine_timings

QWEN = {"model_type": "qwen2", "hidden_act": "silu", "rope_parameters": {"rope_type": "default"}}
GEMMA = {**QWEN, "model_type": "gemma3_text"}


@pytest.fixture(scope="module")
def timed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the timings of this machine, taken although those of another one were kept."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("timed")
        (folder / "machine.json").write_text('{"machine": "another one"}')
        patch.setenv("ABSTRACT_QA_HOME", str(folder))
        return machine_timings()


def rewrite(home: Path, timed: dict[str, Any], **microseconds: float) -> None:
    """Write down other timings for this machine: the same for reading and writing, by runtime."""
    timings = [{"runtime": n, "threads": 3, "read": v, "written": v} for n, v in microseconds.items()]
    (home / "machine.json").write_text(json.dumps({**timed, "timings": timings}))


def test_a_machine_is_timed_once(home: Path, timed: dict[str, Any]) -> None:
    assert {timing["runtime"] for timing in timed["timings"]} == {"int8", "transformers"}
    assert all(timing["read"] > 0 and timing["written"] > timing["read"] for timing in timed["timings"])
    (home / "machine.json").write_text(json.dumps(timed))
    assert machine_timings() is not timed
    assert machine_timings() == timed


def test_the_faster_one_is_taken_and_the_reason_given(home: Path, timed: dict[str, Any]) -> None:
    rewrite(home, timed, int8=1.0, transformers=2.5)
    choice = choose(None, QWEN, from_gguf=True)
    assert (choice.runtime, choice.threads) == ("int8", 3)
    assert "2.5 times" in choice.why
    rewrite(home, timed, int8=3.0, transformers=1.0)
    assert choose(None, QWEN, from_gguf=True).runtime == "transformers"


def test_a_machine_without_8_bit_products_gets_transformers(home: Path, timed: dict[str, Any]) -> None:
    rewrite(home, timed, transformers=9.0)
    assert choose(None, QWEN, from_gguf=True).runtime == "transformers"
    with pytest.raises(AbstractQAError, match="--runtime transformers"):
        choose("int8", QWEN, from_gguf=True)


def test_only_transformers_knows_other_families(home: Path, timed: dict[str, Any]) -> None:
    rewrite(home, timed, int8=1.0, transformers=9.0)
    assert choose(None, GEMMA, from_gguf=False).runtime == "transformers"
    with pytest.raises(AbstractQAError, match="--runtime transformers"):
        choose("int8", GEMMA, from_gguf=False)
    with pytest.raises(AbstractQAError, match=r"\.gguf"):
        choose("llamacpp", QWEN, from_gguf=False)


def test_the_one_that_is_named_is_taken(home: Path, timed: dict[str, Any]) -> None:
    rewrite(home, timed, int8=1.0, transformers=9.0)
    assert choose("transformers", QWEN, from_gguf=True).runtime == "transformers"
    assert choose("llamacpp", QWEN, from_gguf=True).runtime == "llamacpp"


@pytest.mark.slow
def test_a_file_that_holds_no_timings_is_written_anew(home: Path) -> None:
    (home / "machine.json").write_text("[]")
    assert machine_timings()["timings"]
