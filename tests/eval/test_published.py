"""Published sets, each in its own layout with made-up contents: reading, errors and scores."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from made import LIDS, POTS, SHORT, answer, lines, outcome, run_in

from eval.asking.run_questions import run_questions
from eval.commands import evaluate
from eval.published.published import assistant_on, rates, with_references
from eval.published.readers_clapnq import read_clapnq
from eval.published.readers_nomiracl import read_nomiracl
from eval.published.readers_pubmedqa import read_pubmedqa
from eval.published.readers_scifact import Claim, read_claims
from eval.reporting.report import scores_of
from eval.sets.gold import check_gold
from eval.sets.question_set import Case
from index_store.errors import AbstractQAError
from index_store.records import Paper
from rag.assistant import Assistant
from rag.machine.progress import silent
from rag.models.store.model_store import ModelStore
from rag.retrieval.library import Library
from rag.settings import Settings
from tests.scripted_llm import saying


@pytest.fixture
def pubmedqa(tmp_path: Path) -> Path:
    entry = {
        "QUESTION": "Do clay pots boil water within a quarter of an hour?", "LABELS": ["METHODS", "RESULTS"],
        "CONTEXTS": ["We filled clay pots with water.", "A clay pot of 3 litres boiled after 12 minutes."],
        "LONG_ANSWER": "Clay pots boil water in 12 minutes.", "final_decision": "yes", "YEAR": "1999", "MESHES": [],
    }  # fmt: skip
    lids = entry | {
        "QUESTION": "Do lids save fuel?",
        "CONTEXTS": ["We cooked with lids."],
        "YEAR": None,
        "final_decision": "no",
    }
    (tmp_path / "ori_pqal.json").write_text(json.dumps({"101": entry, "102": lids}))
    return tmp_path


@pytest.fixture
def clapnq(tmp_path: Path) -> Path:
    def record(number: int, question: str, title: str, text: str, answers: dict[str, list[str]]) -> dict[str, Any]:
        return {
            "id": f"{number}", "input": question, "passages": [{"title": title, "text": text, "sentences": [text]}],
            "output": [{"answer": a, "selected_sentences": used, "meta": {}} for a, used in answers.items()],
        }  # fmt: skip

    boil = "A clay pot of 3 litres boils in 12 minutes ."
    answers = {"After 12 minutes.": [boil], "Twelve minutes for three litres.": ["Copper is faster .", f" {boil} "]}
    lines(tmp_path / "clapnq_dev_answerable.jsonl", record(1, "how long does a clay pot take", "Pots", POTS, answers))
    lines(
        tmp_path / "clapnq_dev_unanswerable.jsonl",
        record(2, "who invented the lid", "Lids", LIDS, {"": []}),
        record(3, "what do pots cost", "Pots", POTS, {"": []}),
    )  # fmt: skip
    return tmp_path


@pytest.fixture
def nomiracl(tmp_path: Path) -> Path:
    folder = tmp_path / "english"
    corpus = [{"docid": f"{n}#0", "title": f"T{n}", "text": f"Passage {n} of pots."} for n in range(5)]
    (folder / "topics").mkdir(parents=True)
    (folder / "qrels").mkdir()
    with gzip.open(folder / "corpus.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(record) + "\n" for record in corpus)
    (folder / "topics" / "dev.relevant.tsv").write_text('7\tWhat is "passage 1"?\n8\tnot judged\n')
    (folder / "qrels" / "dev.relevant.tsv").write_text("7\tQ0\t1#0\t1\n7\tQ0\t2#0\t0\n")
    (folder / "topics" / "dev.non_relevant.tsv").write_text("7\tWho is king?\n")
    (folder / "qrels" / "dev.non_relevant.tsv").write_text("7\tQ0\t3#0\t0\n7\tQ0\t2#0\t0\n")
    return folder


def test_pubmedqa(pubmedqa: Path) -> None:
    data = read_pubmedqa(pubmedqa, "dev")
    assert data == read_pubmedqa(pubmedqa / "ori_pqal.json", "dev")
    abstract = "We filled clay pots with water. A clay pot of 3 litres boiled after 12 minutes."
    assert data.papers[0] == Paper("101", "PubMed 101", abstract, published="1999")
    assert data.papers[1].published is None
    assert [(c.id, c.type, c.answerable, c.gold_papers) for c in data.cases] == [
        ("101", "yes", True, ("101",)), ("102", "no", True, ("102",)),
    ]  # fmt: skip
    assert data.references["101"] == ("Clay pots boil water in 12 minutes.",)
    check_gold(data.cases, data.papers)


def test_clapnq(clapnq: Path) -> None:
    data = read_clapnq(clapnq, "dev")
    assert [(paper.paper_id, paper.title) for paper in data.papers] == [("1", "Pots"), ("2", "Lids")]
    answerable, lid, cost = data.cases
    assert answerable.gold_sentences == ("A clay pot of 3 litres boils in 12 minutes .", "Copper is faster .")
    assert (answerable.answerable, answerable.gold_papers, answerable.near) == (True, ("1",), ())
    assert (lid.answerable, lid.gold_papers, lid.near, cost.near) == (False, (), ("2",), ("1",))
    assert data.references == {"1": ("After 12 minutes.", "Twelve minutes for three litres.")}
    check_gold(data.cases, data.papers)


def test_nomiracl(nomiracl: Path) -> None:
    data = read_nomiracl(nomiracl, "dev")
    assert data.name == "nomiracl-english-dev"
    assert [paper.paper_id for paper in data.papers] == ["1#0", "2#0", "3#0"]  # those that were judged
    relevant, other = data.cases
    assert (relevant.id, relevant.question, relevant.answerable) == ("relevant-7", 'What is "passage 1"?', True)
    assert (relevant.gold_papers, relevant.near) == (("1#0",), ("2#0",))
    assert (other.id, other.answerable, other.gold_papers, other.near) == ("non_relevant-7", False, (), ("3#0", "2#0"))
    check_gold(data.cases, data.papers)


def test_scifact_claims_in_both_layouts(tmp_path: Path) -> None:
    corpus = [
        {"doc_id": n, "title": f"T{n}", "abstract": ["One.", f"Two {n}."], "structured": False} for n in (1, 2, 3)
    ]
    evidence = {"1": [{"label": "SUPPORT", "sentences": [0]}, {"label": "SUPPORT", "sentences": [1]}]}
    lines(tmp_path / "a" / "corpus.jsonl", *corpus)
    lines(
        tmp_path / "a" / "claims_dev.jsonl",
        {"id": 1, "claim": "Clay boils.", "evidence": evidence, "cited_doc_ids": [1, 2]},
        {"id": 2, "claim": "Clay never boils.", "evidence": {"1": [{"label": "CONTRADICT", "sentences": [0]}]},
         "cited_doc_ids": [1]},
    )  # fmt: skip
    lines(
        tmp_path / "b" / "corpus.jsonl",
        *({"_id": f"{n}", "title": f"T{n}", "text": f"One. Two {n}."} for n in (1, 2, 3)),
    )
    (tmp_path / "b" / "claims_dev.csv").write_text(
        "id,claim,evidence_doc_id,evidence_label,evidence_sentences,cited_doc_ids\n"
        "1,Clay boils.,1,SUPPORT,[0],[1 2]\n1,Clay boils.,1,SUPPORT,[1],[1 2]\n"
        "2,Clay never boils.,1,CONTRADICT,[0],[1]\n"
    )
    data = read_claims(tmp_path / "a", "dev")
    assert data == read_claims(tmp_path / "b", "dev")
    assert set(data.claims) == {
        Claim("Clay boils.", "1", "SUPPORT"), Claim("Clay boils.", "2", "NOT SAID"),
        Claim("Clay never boils.", "1", "CONTRADICT"),
    }  # fmt: skip
    assert [(paper.paper_id, paper.abstract) for paper in data.papers] == [("1", "One. Two 1."), ("2", "One. Two 2.")]


def test_an_error_in_a_file_names_place_and_field(tmp_path: Path, nomiracl: Path, clapnq: Path) -> None:
    def fails(read: Callable[[Path, str], object], path: Path, *parts: str) -> None:
        with pytest.raises(AbstractQAError) as error:
            read(path, "dev")
        assert all(part in str(error.value) for part in parts)

    fails(read_pubmedqa, tmp_path, "ori_pqal.json cannot be read")
    (tmp_path / "ori_pqal.json").write_text('{"9": {"QUESTION": "?"}}')
    fails(read_pubmedqa, tmp_path, "ori_pqal.json, 9: 'CONTEXTS' is missing")
    fails(read_clapnq, tmp_path / "none", "clapnq_dev_answerable.jsonl cannot be read")
    with (clapnq / "clapnq_dev_unanswerable.jsonl").open("a") as file:
        file.write('{"id": "4"\n')
    fails(read_clapnq, clapnq, "clapnq_dev_unanswerable.jsonl:3: not JSON")
    (nomiracl / "qrels" / "dev.relevant.tsv").write_text("7\tQ0\t1#0\t1\n7\tQ0\t2#0\n")
    fails(read_nomiracl, nomiracl, "dev.relevant.tsv:2: expected 4 columns, found 3")
    (nomiracl / "qrels" / "dev.relevant.tsv").write_text("7\tQ0\t1#0\tyes\n")
    fails(read_nomiracl, nomiracl, "dev.relevant.tsv:1", "'yes'")
    claim = {"id": 5, "claim": "c", "evidence": {"1": [{"label": "MAYBE", "sentences": []}]}, "cited_doc_ids": []}
    lines(tmp_path / "claims_dev.jsonl", claim)
    fails(read_claims, tmp_path, "claims_dev.jsonl, id 5: the label is 'MAYBE'")
    lines(tmp_path / "claims_dev.jsonl", claim | {"evidence": {}, "cited_doc_ids": [77]})
    lines(tmp_path / "corpus.jsonl", {"_id": "1", "title": "", "text": ""})
    fails(read_claims, tmp_path, "corpus.jsonl lacks 1 of the papers", "77")


def test_a_set_is_asked_of_its_own_papers(
    clapnq: Path, tmp_path: Path, home: Path, shared_library: Library, model_store: ModelStore
) -> None:
    data = read_clapnq(clapnq, "dev")
    asked = assistant_on(data, Assistant(Settings(), shared_library, model_store), silent)
    asked.model.__dict__["_loaded"] = saying("A clay pot of 3 litres boils in 12 minutes.", "NOT STATED")
    run = run_questions(asked, data.cases, tmp_path / "run", name=data.name)
    assert {passage["title"] for o in run.outcomes for passage in o.answer["passages"]} == {"Pots", "Lids"}
    assert [outcome.verdict for outcome in run.outcomes] == ["answered", "refused", "refused"]
    scores = scores_of(with_references(run, data).outcomes)
    # Answer, without article: clay pot of 3 litres boils in 12 minutes. Of the reference's "after 12 minutes" it holds
    # two of three words, of the other one none but "minutes": 2 * 2 / (9 + 3).
    assert (scores["reference_f1"].value, scores["reference_f1"].cases) == (pytest.approx(1 / 3), 1)
    assert (home / "eval" / "clapnq-dev" / "CURRENT").exists()


def test_nomiracls_rates_by_hand(tmp_path: Path) -> None:
    def said(answerable: bool, text: str, number: int) -> Any:
        return outcome(Case(f"{number}", "?", answerable), answer(text))

    of_all = [said(True, "a", 1), said(True, "", 2), said(True, "b", 3), said(True, "c", 4), said(False, "d", 5)]
    found = rates(run_in(tmp_path / "run", of_all))
    assert {name: (score.value, score.cases) for name, score in found.items()} == {
        "hallucination rate": (1.0, 1),
        "error rate": (0.25, 4),
    }
    assert list(rates(run_in(tmp_path / "other", of_all[:4]))) == ["error rate"]


@pytest.mark.model
def test_the_command_asks_and_reports(
    clapnq: Path, tmp_path: Path, home: Path, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, tokens in SHORT.items():
        monkeypatch.setenv(name, tokens)
    model = ["--llm", str(tiny_folder), "--runtime", "transformers"]
    arguments = ["published", "clapnq", str(clapnq), *model, "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(evaluate, arguments, catch_exceptions=False)
    assert "clapnq-dev: 2 papers, 3 of 3 cases" in done.output
    assert "hallucination rate" in done.output
    assert "| reference F1 |" in (tmp_path / "out" / "report.md").read_text()
