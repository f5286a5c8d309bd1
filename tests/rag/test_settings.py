"""Settings: file < environment < keyword arguments, and one line for all that is not valid."""

from pathlib import Path

import pytest

from index_store.errors import AbstractQAError
from rag.settings import load_settings, origins


def test_arguments_win_over_the_environment_and_that_over_the_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "settings.toml").write_text("passages = 3\nanswer_tokens = 50\nport = 8000\n")
    monkeypatch.setenv("ABSTRACT_QA_PASSAGES", "4")
    monkeypatch.setenv("ABSTRACT_QA_PORT", "8001")
    settings = load_settings(port=8002, host=None)
    assert (settings.answer_tokens, settings.passages, settings.port) == (50, 4, 8002)
    assert settings.host == "127.0.0.1"
    found = origins(settings)
    assert (found["answer_tokens"], found["passages"], found["host"]) == (
        "settings.toml", "ABSTRACT_QA_PASSAGES", "default",
    )  # fmt: skip


def test_short_names_stand_for_models(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ABSTRACT_QA_EMBEDDER")
    assert load_settings(embedder="small").embedder == "all-MiniLM-L6-v2"
    assert load_settings().embedder == "all-MiniLM-L6-v2+all-mpnet-base-v2"
    assert load_settings(embedder="/my/model").embedder == "/my/model"
    assert load_settings(llm="small").llm == "qwen2.5-coder-0.5b-instruct"
    assert load_settings().llm == load_settings(llm="default").llm == "qwen2.5-coder-1.5b-instruct"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("pasages = 3\n", "pasages: Extra inputs are not permitted"),
        ("passages = 0\n", "passages: Input should be greater than or equal to 1"),
        ("passages = 'many'\n", "passages: Input should be a valid integer"),
        ("passages = = 3\n", "not valid TOML"),
    ],
)
def test_a_wrong_file_is_one_line_that_names_the_key(home: Path, content: str, said: str) -> None:
    (home / "settings.toml").write_text(content)
    with pytest.raises(AbstractQAError, match=said) as error:
        load_settings()
    assert "\n" not in str(error.value)
    assert "abstract-qa config" in str(error.value)


def test_a_key_is_never_shown(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ABSTRACT_QA_LLM_API_KEY", "s3cret")
    assert "s3cret" not in repr(load_settings())
