"""A report on runs made by hand: its numbers, its page, its Markdown and its JSON."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from made import answer, outcome, run_in
from playwright.sync_api import Browser, sync_playwright

from eval.asking.runs import Outcome, Run
from eval.commands import evaluate
from eval.metrics.refusal_metrics import refusal_scores
from eval.reporting.report import failed_cases, names_of, report_on
from eval.sets.question_set import Case

SCRIPT = '<script>alert("x")</script>'
GOLD = "A clay pot boils water in 12 minutes."


def traced(case: Case, record: dict, probability: float, draft: str = "", **metrics: float) -> Outcome:
    made = outcome(case, record, **metrics)
    made.trace.update(
        answerable=probability, draft=draft, evidence=[{"paper_id": "pots", "number": 0, "text": f"{GOLD} {SCRIPT}"}]
    )
    return made


def outcomes() -> list[Outcome]:
    """Return a right answer, a wrong one, a due and an undue refusal, and an answer that should not be."""
    pot = Case(
        "right", "How long?", True, type="numeric", gold_papers=("pots",), facts=(("12",),), gold_sentences=(GOLD,)
    )
    hostile = Case(
        f"wrong{SCRIPT}", f"Why {SCRIPT} & $x_1$?", True, type=f"odd $x_{{</text>{SCRIPT}", facts=(("a|b",),)
    )
    said = answer("12 [1].", ("12.", [1], "supported"), cited=[("pots", GOLD)], found=["pots"], timings=(10, 900, 1000))
    return [
        traced(pot, said, 0.95),
        traced(hostile, answer(f"No {SCRIPT}", found=["pots"], timings=(20, 1900, 2000)), 0.6, draft=f"No {SCRIPT}"),
        traced(Case("due", "Who won?", False, type="absent"), answer(timings=(30, None, 30)), 0.1),
        traced(Case("undue", "How?", True, type="numeric", facts=(("y",),)), answer(timings=(30, None, 40)), 0.2),
        traced(Case("passed", "Who lost?", False, type="absent"), answer("He [1].", timings=(30, 40, 5000)), 0.7),
    ]  # fmt: skip


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return run_in(tmp_path / f"first{SCRIPT.replace('/', '_')}", outcomes())


@pytest.fixture
def other(tmp_path: Path) -> Run:
    """Return a second run of the same questions that only lacks the last one and got the second one right."""
    first, second, due, undue, _ = outcomes()
    made = [first, traced(second.case, answer("a|b", timings=(1, 2, 3)), 0.6), due, undue]
    return run_in(tmp_path / "second", made)


def written(*runs: Run, out: Path) -> Path:
    result = CliRunner().invoke(
        evaluate, ["report", *(str(run.folder) for run in runs), "--out", str(out)], catch_exceptions=False
    )
    assert result.output == f"{out / 'report.html'}\n"
    return out


def test_the_numbers_by_hand(run: Run) -> None:
    found = report_on(run, "first")
    assert list(found.scores) == ["all", "answerable", "unanswerable", "numeric", outcomes()[1].case.type, "absent"]
    everything = found.scores["all"]
    assert (everything["as_it_should"].value, everything["as_it_should"].cases) == (2 / 5, 5)
    assert (everything["right"].value, everything["right"].cases) == (pytest.approx(1 / 3), 3)
    assert everything["seconds"].value == 1.0  # the median of 0.03, 0.04, 1, 2 and 5
    assert "right" not in found.scores["unanswerable"]
    assert "refusal_f1" not in found.scores["answerable"]
    assert sum(found.losses.lost.values()) == 2
    assert found.losses.let_through == {"retrieval": 0, "evidence": 0, "gate": 1, "generation": 0, "grounding": 0}
    assert found.seconds("first_words_seconds") == [0.04, 0.9, 1.9]


def test_refusal_is_scored_as_everywhere(run: Run) -> None:
    scores = report_on(run, "first").scores["all"]
    expected = refusal_scores([(not o.case.answerable, o.metrics["refused"] == 1) for o in run.outcomes])
    assert {name: scores[name].value for name in expected} == pytest.approx(expected)
    assert expected == {"refusal_precision": 0.5, "refusal_recall": 0.5, "refusal_f1": 0.5}


def test_a_case_that_either_run_failed_is_shown_of_both(run: Run, other: Run) -> None:
    failed = failed_cases([report_on(run, "1"), report_on(other, "2")])
    fates = {of.case.id: [one and (one.loss.stage if one.loss else "") for one in of.examined] for of in failed}
    assert fates == {f"wrong{SCRIPT}": ["generation", ""], "undue": ["gate", "gate"], "passed": ["gate", None]}
    assert [of.stage for of in failed] == ["gate", "gate", "generation"]


def test_runs_are_told_apart_by_as_much_of_their_folders_as_it_takes(tmp_path: Path) -> None:
    assert names_of([tmp_path / "a" / "run"]) == ["run"]
    assert names_of([tmp_path / "a" / "run", tmp_path / "b" / "run"]) == ["a/run", "b/run"]
    assert names_of([tmp_path / "run", tmp_path / "run"])[0] != names_of([tmp_path / "run", tmp_path / "run"])[1]


class Elements(HTMLParser):
    """Collects the elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_what_comes_from_a_run_is_text_and_nothing_is_fetched(run: Run, other: Run, tmp_path: Path) -> None:
    page = (written(run, other, out=tmp_path / "out") / "report.html").read_text()
    elements = Elements(page)
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in elements.found}
    fetched = [v for _, of in elements.found for k, v in of.items() if k in ("src", "href", "xlink:href", "srcset")]
    assert all(value and value.startswith("#") for value in fetched)
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)
    assert elements.text.count(SCRIPT) > 5  # in name, id, question, type, answer, draft and evidence
    assert f"odd $x {{</text>{SCRIPT}" in elements.text  # a type of question, also in the plots
    ids = [of["id"] for _, of in elements.found if "id" in of]
    assert len(ids) == len(set(ids))


def test_every_plot_is_there_and_takes_its_colours_from_the_page(run: Run, tmp_path: Path) -> None:
    page = (written(run, out=tmp_path / "out") / "report.html").read_text()
    plots = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(plots) == 6
    for plot in plots:
        assert "var(--run-1)" in plot
        assert "var(--muted)" in plot
        assert not re.search(r"(?:fill|stroke): #", plot)
    assert written(run, out=tmp_path / "again").joinpath("report.html").read_text() == page


def test_a_run_of_one_refusal_has_the_plots_that_apply(tmp_path: Path) -> None:
    case = Case("only", "Who won?", False)
    made = outcome(case, answer(timings=(None, None, 7)))
    del made.trace["answerable"]
    page = (written(run_in(tmp_path / "run", [made]), out=tmp_path / "out") / "report.html").read_text()
    assert page.count("<svg") == 3  # types, stages and times; nothing was answered, no gate was asked
    assert "every case went as it should" in page


def test_markdown_holds_the_same_and_no_html(run: Run, other: Run, tmp_path: Path) -> None:
    text = (written(run, other, out=tmp_path / "out") / "report.md").read_text()
    assert "<script" not in text.replace(r"\<script", "")
    assert r"Why \<script\>" in text
    assert r"a\|b" in text
    for row in text.splitlines():
        if row.startswith("| as it should |"):
            assert len(re.split(r"(?<!\\)\|", row)) == 6
    for title in ("What was run", "All metrics", "By type of question", "Where cases were lost", "Failed cases"):
        assert f"## {title}" in text


def test_json_holds_every_number_and_failed_case(run: Run, tmp_path: Path) -> None:
    [found] = json.loads((written(run, out=tmp_path / "out") / "report.json").read_text())["runs"]
    assert found["scores"]["all"]["as_it_should"]["value"] == 2 / 5
    assert found["asked"] == 5
    assert found["seconds"]["seconds"]["p50"] == 1.0
    assert {(of["case"]["id"], of["stage"]) for of in found["failed"]} == {
        (f"wrong{SCRIPT}", "generation"), ("undue", "gate"), ("passed", "gate"),
    }  # fmt: skip
    assert found["failed"][0]["trace"]["evidence"][0]["text"].startswith(GOLD)


def test_a_folder_without_answers_is_one_line(tmp_path: Path) -> None:
    run = run_in(tmp_path / "empty", [])
    result = CliRunner().invoke(evaluate, ["report", str(run.folder)])
    assert "holds no answered case yet" in str(result.exception)
    result = CliRunner().invoke(evaluate, ["report", str(tmp_path)])
    assert "holds no run.json" in str(result.exception)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.fail("No Chromium found: install it (apt-get install chromium) or name it in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [500, 1200])
def test_the_page_reads_without_script_at_any_width(
    run: Run, other: Run, tmp_path: Path, browser: Browser, width: int, scheme: str
) -> None:
    file = written(run, other, out=tmp_path / "out") / "report.html"
    context = browser.new_context(
        java_script_enabled=False, offline=True, color_scheme=scheme, viewport={"width": width, "height": 900}
    )  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(file.as_uri())
    reason = page.locator(".case .reason", has_text="Abstained before a word was written").first
    assert not reason.is_visible()
    page.locator("summary", has_text="How?").click()
    assert reason.is_visible()
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["width"] <= width
    wide = page.locator("main > *, .pair > *, .case > *").all()
    assert all((found := one.bounding_box()) is None or found["x"] + found["width"] <= width for one in wide)
    context.close()
