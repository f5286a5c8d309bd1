import pytest

from index_store.errors import AbstractQAError
from rag.machine.home import home_folder


def test_the_variable_names_the_folder_and_it_is_made(monkeypatch, tmp_path):
    monkeypatch.setenv("ABSTRACT_QA_HOME", str(tmp_path / "a" / "b"))
    assert home_folder() == tmp_path / "a" / "b"
    assert (tmp_path / "a" / "b").is_dir()


def test_without_the_variable_it_is_the_user_data_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("ABSTRACT_QA_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert home_folder().name == "abstract-qa"
    assert home_folder().is_relative_to(tmp_path)


def test_a_folder_that_cannot_be_made_is_one_line_naming_it_and_the_variable(monkeypatch, tmp_path):
    (tmp_path / "taken").write_text("a file")
    monkeypatch.setenv("ABSTRACT_QA_HOME", str(tmp_path / "taken" / "home"))
    with pytest.raises(AbstractQAError, match="taken/home: Not a directory.*ABSTRACT_QA_HOME") as caught:
        home_folder()
    assert "\n" not in str(caught.value)
