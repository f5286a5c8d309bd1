"""The support check scored on labelled claims, and its command."""

import json
from pathlib import Path

from click.testing import CliRunner, Result
from made import LIDS, POTS, lines

from eval.commands import evaluate
from eval.published.claims import check_claims, levels, separation
from eval.published.published import PublishedSet
from eval.published.readers_scifact import Claim
from eval.published.retrieval_run import indexed
from index_store.records import Paper
from rag.machine.progress import silent
from rag.models.embedder.embedding import Embedder


def test_the_support_check_is_scored_on_claims(tmp_path: Path, embedder: Embedder, pots: list[Paper]) -> None:
    claims = [
        Claim("A clay pot of 3 litres boils water in 12 minutes.", "pots", "SUPPORT"),
        Claim("A lid saves 40% of the fuel.", "lids", "SUPPORT"),
        Claim("Kings reigned over Prussia.", "cats", "NOT SAID"),
        Claim("A clay pot of 3 litres boils water in 90 minutes.", "pots", "CONTRADICT"),
        Claim("A lid saves 40% of the fuel.", "empty", "NOT SAID"),
    ]
    papers = [*pots, Paper("empty", "", "")]
    index = indexed(PublishedSet("claims", papers, []), tmp_path / "index", embedder, silent)
    checked = check_claims(claims, index, embedder)
    assert [one.support for one in checked] == [2, 2, 0, 0, 0]
    assert checked[0].coverage == 1.0
    assert (checked[4].coverage, checked[4].cosine) == (0.0, 0.0)
    assert levels(checked)["SUPPORT"] == {"supported": 2}
    assert separation(checked, "CONTRADICT")["support"].value == 1.0
    assert separation(checked, "NOT SAID")["coverage"].value == 1.0
    assert separation(checked[:2], "NOT SAID") == {}


def test_the_claims_command(tmp_path: Path, home: Path) -> None:
    lines(
        tmp_path / "corpus.jsonl",
        {"_id": "1", "title": "Pots", "text": POTS},
        {"_id": "2", "title": "Lids", "text": LIDS},
    )
    (tmp_path / "claims_dev.csv").write_text(
        "id,claim,evidence_doc_id,evidence_label,evidence_sentences,cited_doc_ids\n"
        "1,A clay pot of 3 litres boils in 12 minutes.,1,SUPPORT,[1],[1 2]\n"
    )
    done: Result = CliRunner().invoke(
        evaluate, ["published", "scifact", str(tmp_path), "--out", str(tmp_path / "out")], catch_exceptions=False
    )
    assert "2 of 2 claims" in done.output
    found = json.loads((tmp_path / "out" / "claims.json").read_text())
    assert found["levels"] == {"SUPPORT": {"supported": 1}, "NOT SAID": {"unsupported": 1}}
    assert found["auroc"]["NOT SAID"]["support"]["value"] == 1.0
