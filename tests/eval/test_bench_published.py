"""Other runtimes as their makers show them, with the smallest model."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from eval.speed.bench_published import RUNTIMES, Published, Say, llamacpp, main, transformers
from eval.speed.runtime_timing import Messages, measure

ASKED: Messages = [{"role": "user", "content": "Count from one to ten, in words."}]


@pytest.mark.slow
def test_each_quick_start_is_timed_like_ours(tiny_folder: Path, tiny_gguf: Path) -> None:
    for load in (lambda: transformers(tiny_folder), lambda: llamacpp(tiny_gguf)):
        timing = measure(lambda load=load: Published(load(), tiny_folder), ASKED, ASKED)  # type: ignore[misc]
        assert timing.tokens_read_a_second
        assert timing.tokens_written_a_second
        assert timing.steps_a_second


def test_a_runtime_that_fails_is_not_taken_for_one_that_says_nothing(tiny_folder: Path) -> None:
    def failing(prompt: str, max_tokens: int, say: Say) -> None:
        say("One")
        raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError, match="out of memory"):
        list(Published(failing, tiny_folder).write("Count.", 8))


def test_a_runtime_that_is_not_installed_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(files: Path) -> None:
        raise ModuleNotFoundError("No module named 'openvino_genai'", name="openvino_genai")

    monkeypatch.setitem(RUNTIMES, "openvino", absent)  # which may be installed here
    found = CliRunner().invoke(main, ["openvino", str(tmp_path), str(tmp_path)])
    assert found.exit_code == 1
    assert found.output.strip() == (
        "Error: No module named 'openvino_genai'; expected it for openvino. Run: pip install openvino_genai"
    )
