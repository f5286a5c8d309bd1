import subprocess
import sys

import pytest
from click.testing import CliRunner

from index_store.errors import AbstractQAError
from rag.shell.model_commands import models


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("ABSTRACT_QA_HOME", str(tmp_path))
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(models, arguments, catch_exceptions=False)


def test_list_is_a_table_on_stdout_and_the_folder_is_on_stderr(home):
    result = run("list")
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["name", "role", "size", "licence", "state", "note"]
    assert lines[1].split() == ["all-MiniLM-L6-v2", "embedder", "92", "MB", "Apache-2.0", "absent"]
    assert len(lines) == 6
    assert str(home / "models") in result.stderr


def test_an_unknown_name_is_refused_before_anything_is_fetched(home):
    with pytest.raises(AbstractQAError, match="No model 'nothing'"):
        run("fetch", "all-MiniLM-L6-v2", "nothing")
    assert list(home.iterdir()) == []


def test_verify_names_the_command_that_brings_a_missing_model(home):
    assert run("verify").stdout == ""
    with pytest.raises(AbstractQAError, match="is missing.* models fetch smollm2-135m-instruct"):
        run("verify", "smollm2-135m-instruct")


def test_the_commands_load_no_heavy_library():
    program = "import sys, rag.shell.model_commands; print(*{'httpx', 'rich', 'torch', 'numpy'} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []
