"""The results table of README.md: made from a report, and in step with the one that is committed."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from made import answer, outcome, run_in

from eval.reporting.readme_table import MARKED, main, with_table
from eval.reporting.report_files import write_report
from eval.sets.question_set import Case
from index_store.errors import AbstractQAError

ROOT = Path(__file__).parents[2]
README = """# A program

<!-- results of eval/reports/old -->
| old |
<!-- end of results -->

Text with a \\1 after it.
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    right = outcome(Case("a", "?", True, facts=(("yes",),)), answer("yes"))
    wrong = outcome(Case("b", "?", True, facts=(("no",),)), answer("yes"))
    declined = outcome(Case("c", "?", False), answer())
    write_report([run_in(tmp_path / "a|run", [right, wrong, declined])], tmp_path / "report")
    return tmp_path / "report"


def test_the_table_stands_between_the_comments(report: Path) -> None:
    text = with_table(README, [report])
    before, after = README.split("<!--")[0], README.split("-->")[-1]
    assert text.startswith(before + f"<!-- results of {report} -->\n|  | a\\|run: 3 questions |\n| --- | --- |\n")
    assert text.endswith("<!-- end of results -->" + after)
    assert "| old |" not in text
    row = r"\| right: of the answerable .* \| \*\*0\.500\*\* \(0\.000–1\.000\) \|"
    assert re.search(row, text)
    assert "| refusal F1: harmonic mean of the two | **1.000** (1.000–1.000) |" in text
    assert "precision" not in text  # nothing was cited
    assert with_table(text, [report]) == text


def test_several_reports_stand_side_by_side(report: Path, tmp_path: Path) -> None:
    cited = answer("yes [1]", ("yes", [1], "supported"), cited=[("pots", "yes")])
    others = [outcome(Case(name, "?", True, gold_papers=("pots",), facts=(("yes",),)), cited) for name in "ab"]
    write_report([run_in(tmp_path / "other", others)], tmp_path / "second")
    text = with_table(README, [report, tmp_path / "second"])
    assert f"<!-- results of {report} {tmp_path / 'second'} -->\n" in text
    assert "|  | a\\|run: 3 questions | other: 2 questions |\n| --- | --- | --- |\n" in text
    assert "| paper precision: of the citations, those of a gold paper | – | **1.000** (1.000–1.000) |" in text
    assert with_table(text, [report, tmp_path / "second"]) == text
    assert with_table(text, [report]) == with_table(README, [report])


def test_the_command_rewrites_the_readme(report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text(README)
    assert CliRunner().invoke(main, ["report", "report"]).exit_code == 0
    assert "<!-- results of report report -->" in (tmp_path / "README.md").read_text()
    missing = CliRunner().invoke(main, ["nowhere"])
    assert missing.exit_code == 1
    assert "nowhere/report.json is no report" in missing.output


def test_a_readme_without_a_place_for_it_is_one_line(report: Path) -> None:
    with pytest.raises(AbstractQAError, match="holds 0 tables"):
        with_table("# A program\n", [report])


def test_the_readme_is_in_step_with_the_committed_report() -> None:
    if not list((ROOT / "eval" / "reports").glob("*/report.json")):
        pytest.skip("no report is committed")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = MARKED.search(readme)
    assert found, "README.md has no table of results"
    reports = [ROOT / name for name in found[1].split()]
    assert all(json.loads((report / "report.json").read_text(encoding="utf-8"))["runs"] for report in reports)
    expected = with_table(readme, reports).replace(f"{ROOT.as_posix()}/", "")
    assert readme == expected, f"Write it anew: python -m eval.reporting.readme_table {found[1]}"
