"""Small files of the shapes that people have, and what becomes of each; people, papers and addresses are invented."""

from collections import Counter
from pathlib import Path

import pytest

from index_store.errors import AbstractQAError
from index_store.records import Paper
from rag.ingest.incoming import Incoming, IngestReport
from rag.ingest.readers import read_records

CASES = Path(__file__).with_name("cases")
KARNIVAL, BEETLES, STOP = "We present Karnival, ", "Moss beetles of the genus", "Deciding when to stop "
ENDS = ("small water authorities.", "northern Europe.", "recall was reached.")
PAPERS = {  # how many papers, and how many records or fields that are told
    "abstracts-plain.txt": (2, 0), "acl.bib": (1, 0), "array.json": (2, 0), "arxiv-kaggle.jsonl": (2, 0),
    "arxiv.atom": (1, 0), "authors-forms.csv": (5, 0), "bidupe.jsonl": (1, 0), "chinese.jsonl": (2, 0),
    "cols-primary.csv": (2, 0), "cols-spaces.csv": (2, 1), "cr-only.csv": (2, 0), "crossref.jsonl": (1, 0),
    "csl-oneline.json": (2, 0), "date-slash.csv": (3, 2), "dblp.bib": (0, 1), "excel-sep.csv": (1, 0),
    "gbk.csv": (1, 0), "good.jsonl.gz": (2, 0), "good.zip": (2, 0), "hf-daily.json": (1, 0), "latex.jsonl": (2, 0),
    "nan.jsonl": (2, 3), "nul.jsonl": (1, 0), "nulls-head.jsonl": (0, 1), "openalex.jsonl": (1, 0),
    "pandas-index-a.csv": (2, 0), "pubmed-abstract.txt": (1, 0), "pubmed.nbib": (1, 0), "pubmed.xml": (1, 0),
    "s2-search-pretty.json": (1, 1), "s2-search.json": (1, 1), "s2.jsonl": (1, 1), "same-id.jsonl": (2, 1),
    "same-title-noid.jsonl": (3, 0), "scopus-new.csv": (1, 0), "scopus.ris": (2, 0), "semicolon-latin1.csv": (1, 0),
    "unclosed.csv": (1, 1), "wos-tab.txt": (2, 0), "wos.isi": (1, 0), "zotero-csl.json": (2, 0), "zotero.bib": (2, 0),
}  # fmt: skip


def ingested(*names: str) -> tuple[list[Paper], IngestReport]:
    incoming = Incoming(None, "seeds")
    incoming.take(read_records([CASES / name for name in names]))
    return list(incoming.change().put), incoming.report()


@pytest.mark.parametrize("name", PAPERS)
def test_every_case_gives_its_papers(name: str) -> None:
    papers, report = ingested(name)
    assert (len(papers), len(report.failed) + len(report.notes)) == PAPERS[name]
    for paper in papers:
        assert not any(mark in paper.text for mark in ("\\", "<jats", "&lt;", "©", "{{", "\x00")) or "$" in paper.text
        assert all(author and "{" not in author for author in paper.authors)
        if paper.abstract.startswith((KARNIVAL, BEETLES, STOP)) and name != "acl.bib":
            assert paper.abstract.endswith((*ENDS, "zentral-europäischem Europe."))


@pytest.mark.parametrize("name", ["notes.txt", "rawnul.csv"])
def test_what_is_no_list_of_papers_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(AbstractQAError, match=name) as refused:
        ingested(name)
    assert "\n" not in str(refused.value)


def test_every_case_is_named_here() -> None:
    assert {path.name for path in CASES.iterdir()} == PAPERS.keys() | {"notes.txt", "rawnul.csv", "pandas-index-b.csv"}


def test_ids_that_number_the_rows_of_two_files_replace_nothing() -> None:
    papers, _ = ingested("pandas-index-a.csv", "pandas-index-b.csv")
    assert len({paper.paper_id for paper in papers}) == 4


def test_authors_that_are_not_understood_are_not_counted() -> None:
    papers, _ = ingested("authors-forms.csv")
    assert [paper.author_count for paper in papers] == [3, 2, None, 2, 2]


def test_one_paper_from_many_sources_is_one() -> None:
    papers, report = ingested("zotero.bib", "scopus.ris", "wos.isi", "arxiv.atom", "zotero-csl.json", "openalex.jsonl")
    kinds = Counter(paper.title.split()[0] for paper in papers)
    assert kinds == {"Karnival:": 1, "Gene": 1, "Haltestelle:": 1}
    assert not report.failed
    karnival = next(paper for paper in papers if paper.title.startswith("Karnival"))
    assert (karnival.doi, karnival.arxiv_id, karnival.published) == ("10.9999/jh.2021.001", "9901.00001", "2021-05-21")
    assert karnival.authors == ("Jana Doe", "K. Müller", "Consortium of Rivers")
