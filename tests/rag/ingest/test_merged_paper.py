"""Which records are of one paper, and what becomes of them."""

import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

from read_papers import read_papers

from index_store.records import Paper
from rag.ingest.fields.paper import paper_id_for
from rag.ingest.merged_paper import merge_duplicates, merged

ABSTRACT = "We study how long a pot must wait before it boils, and find that watching it makes no difference."
RECORD = {"title": "Pots That Boil", "abstract": ABSTRACT}


def test_the_same_title_always_gets_the_same_id() -> None:
    assert paper_id_for("URLBERT:A Contrastive Model") == paper_id_for("urlbert: a  contrastive model")
    assert paper_id_for("One Two Three Four Five Six Seven").startswith("one-two-three-four-five-six-")
    assert paper_id_for("煮える鍋") != paper_id_for("煮えない鍋")
    assert paper_id_for("Café").startswith("cafe-")
    assert paper_id_for("?!") != paper_id_for("!?")


def make_paper(folder: Path, **fields: Any) -> Paper:
    file = folder / f"{len(list(folder.iterdir()))}.jsonl"
    file.write_text(json.dumps(RECORD | fields))
    (paper,) = read_papers(file)
    assert isinstance(paper, Paper)
    return paper


def test_records_of_one_paper_complete_each_other(tmp_path: Path) -> None:
    one = make_paper(tmp_path, published="2021-05-03", upvotes=4, authors=["Ada Kettle"])
    same = make_paper(tmp_path, published="2021", upvotes=5, url="https://a.org")
    other = make_paper(tmp_path, title="Lids That Close", abstract="Lids close over pots, and what is in them is warm.")
    both, last = merge_duplicates([one, other, same])
    assert last == other
    assert (both.published, both.upvotes, both.url) == ("2021-05-03", 5, "https://a.org")
    assert (both.authors, both.author_count) == (("Ada Kettle",), 1)
    assert [source.file for source in both.sources] == ["0.jsonl", "1.jsonl"]
    assert replace(merged(same, one), sources=()) == replace(both, sources=())


def test_a_full_stop_makes_no_title_fuller(tmp_path: Path) -> None:
    titles = ("Lids and Pots", "Lids and Pots.", "LIDS AND POTS...")
    papers = [make_paper(tmp_path, title=title) for title in titles]
    assert {merged(one, other).title for one, other in permutations(papers, 2)} == {"Lids and Pots", "Lids and Pots."}
    assert merged(papers[0], papers[1]).title == merged(papers[1], papers[0]).title == "Lids and Pots"


def test_a_truncated_abstract_never_replaces_a_whole_one(tmp_path: Path) -> None:
    whole = make_paper(tmp_path, abstract=f"{ABSTRACT} It takes 4times longer.")
    cut = make_paper(tmp_path, abstract=f"{ABSTRACT} It takes 4times ...")
    for both in (merged(whole, cut), merged(cut, whole)):
        assert (both.abstract, both.truncated) == (whole.abstract, False)
        repairs = {source.file: source.repairs for source in both.sources}
        assert repairs == {"0.jsonl": whole.sources[0].repairs, "1.jsonl": ()}


def test_authors_are_never_counted_below_those_that_are_named(tmp_path: Path) -> None:
    one = make_paper(tmp_path, authors=["Ada Kettle"])
    more = make_paper(tmp_path, authors=["Ada Kettle", "Bo Lid", "et al."])
    assert [(p.author_count, len(p.authors)) for p in (merged(one, more), merged(more, one))] == [(None, 2)] * 2
