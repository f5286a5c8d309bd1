"""The commands on papers, from an export of a reference manager to a cited answer and back."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rag.shell.cli import cli

BIB = """@article{doe2021,
  title = {Karnival: A Sparse Encoder for {{River-Gauge}} Time Series},
  author = {Doe, Jana and M{\\"u}ller, K.},
  year = {2021},
  doi = {10.9999/jh.2021.001},
  journal = {Journal of Hydroinformatics},
  abstract = {We present Karnival, a sparse encoder. It predicts flood peaks 36 hours ahead. It needs no forecast.}
}
@article{roe2019,
  title = {Gene Flow in Moss Beetles},
  author = {Roe, R.},
  year = {2019},
  abstract = {Moss beetles are poor dispersers. We found that gene flow between bogs stops beyond 14 km.}
}
"""


@pytest.fixture
def shell(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("ABSTRACT_QA_EMBEDDER", "small")
    monkeypatch.setenv("ABSTRACT_QA_COLLECTION", "thesis")
    (tmp_path / "zotero.bib").write_text(BIB, encoding="utf-8")
    return CliRunner()


def run(shell: CliRunner, *arguments: object) -> Result:
    return shell.invoke(cli, [str(argument) for argument in arguments], standalone_mode=False, catch_exceptions=False)


def titles(shell: CliRunner, *arguments: object) -> list[str]:
    return [paper["title"] for paper in json.loads(run(shell, "papers", "--json", *arguments).stdout)]


def test_from_an_export_to_a_cited_answer_and_back(shell: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "zotero.bib"
    assert run(shell, "ingest", file).stdout.endswith("2 added, 0 updated, 0 unchanged, 0 failed\n")
    assert titles(shell) == ["Karnival: A Sparse Encoder for River-Gauge Time Series", "Gene Flow in Moss Beetles"]
    asked = "How far ahead does Karnival predict flood peaks?"
    answer = run(shell, "ask", "--extractive", asked, "--format", "markdown")
    assert "predicts flood peaks 36 hours ahead" in answer.stdout
    assert "doi:10.9999/jh.2021.001" in answer.stdout
    assert titles(shell, "--author", "muller") == ["Karnival: A Sparse Encoder for River-Gauge Time Series"]
    found = run(shell, "search", "How far do they go?", "--year", "..2020", "--json")
    assert [row["title"] for row in json.loads(found.stdout)] == ["Gene Flow in Moss Beetles"]
    assert "1 removed" in run(shell, "remove", "roe2019").stdout
    assert len(titles(shell)) == 1
    assert run(shell, "undo").stdout == "Back to 2 papers.\n"
    assert "2 removed" in run(shell, "remove", "--source", "zotero.bib").stdout
    assert titles(shell) == []


@pytest.mark.parametrize("form", ["bibtex", "ris", "csv", "jsonl"])
def test_what_is_exported_can_be_ingested_again(form: str, shell: CliRunner, tmp_path: Path) -> None:
    run(shell, "ingest", tmp_path / "zotero.bib")
    (tmp_path / "taken").write_text(run(shell, "papers", "--format", form).stdout, encoding="utf-8")
    again = run(shell, "ingest", tmp_path / "taken").stdout
    assert again.endswith("0 added, 0 updated, 2 unchanged, 0 failed; 2 known from another record too\n")


def test_one_bad_path_among_good_ones_is_told(shell: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Meeting 3 May\nWe talked about which papers to read next.\n")
    told = run(shell, "ingest", tmp_path / "notes.txt", tmp_path / "zotero.bib", tmp_path / "missing.ris")
    assert told.return_value == 1
    assert "2 added" in told.stdout
    assert "missing.ris" in told.stderr
    assert "in no format I know" in told.stderr


def test_what_would_steer_the_terminal_is_shown_by_its_number(shell: CliRunner, tmp_path: Path) -> None:
    folder = tmp_path / "a\x1b]0;x\x07\u202e\udcff\nb"
    folder.mkdir()
    entries = BIB.replace("doe2021", "\x1b[31mdoe") + "@a{\x1b[5m, title = {T}}"
    (folder / "\x1b[2Ja.bib").write_text(entries, encoding="utf-8")
    told = run(shell, "ingest", folder, folder / "missing\x1b[2J")
    assert "2 added" in told.stdout
    assert "entry \\u001b[5m: no abstract" in told.stderr
    assert len(told.stderr.splitlines()) == 4
    shown = [told, run(shell, "papers"), run(shell, "papers", "--json"), run(shell, "search", "moss\x9b31m")]
    for result in shown:
        assert all(character.isprintable() or character in "\n\t" for character in result.stdout + result.stderr)


def test_the_formats_that_are_expected_are_said_once(shell: CliRunner, tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("Meeting 3 May\nWe talked about which papers to read next.\n")
    (tmp_path / "empty.txt").write_text("")
    told = run(shell, "ingest", tmp_path)
    assert told.stderr.count("in no format I know, it looks like text that begins 'Meeting 3 May'") == 3
    assert told.stderr.count("Web of Science") == 1


def test_columns_that_cannot_be_told_are_named(shell: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text('Naam,Inhoud\nMos,"Moss beetles stay in their bog. They stop at 14 km."\n')
    assert "1 added" in run(shell, "ingest", tmp_path / "odd.csv", "--columns", "title=Naam,abstract=Inhoud").stdout
    assert titles(shell) == ["Mos"]


def test_a_collection_of_its_own_begins_without_the_bundled_papers(shell: CliRunner, tmp_path: Path) -> None:
    run(shell, "ingest", tmp_path / "zotero.bib")
    assert len(titles(shell)) == 2
    assert len(titles(shell, "--collection", "seeds")) == 118
