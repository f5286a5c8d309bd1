"""The shipped pages: every fact that was counted by hand."""

from importlib.resources import files

import pytest
from bundled_facts import DAMAGE, METADATA, TITLES

from index_store.records import Paper
from rag.ingest.bundled import bundled_papers
from rag.ingest.fields.mending import unmend
from rag.ingest.fields.paper import paper_of
from rag.ingest.raw_record import RawRecord
from rag.ingest.readers import read_text

DATED_PAGE = "000_5b84a3ccc467a2d7.txt"
ALTERNATING_PAGE = "004_629032e1b4191239.txt"


def page_text(name: str) -> str:
    return files("rag.ingest.corpus").joinpath(name).read_text("utf-8")


def read_page(name: str) -> list[Paper]:
    records = list(read_text(page_text(name), name))
    raw = [record for record in records if isinstance(record, RawRecord)]
    assert raw == records
    papers = [paper_of(record, name)[0] for record in raw]
    assert all(isinstance(paper, Paper) for paper in papers)
    return [paper for paper in papers if isinstance(paper, Paper)]


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    return bundled_papers()


def test_the_pages_hold_24_and_97_records() -> None:
    assert len(read_page(DATED_PAGE)) == 24
    assert len(read_page(ALTERNATING_PAGE)) == 97


def test_the_records_are_118_papers_with_their_exact_titles(papers: list[Paper]) -> None:
    assert [paper.title for paper in papers] == TITLES
    assert len({paper.paper_id for paper in papers}) == 118


def test_dates_author_counts_and_upvotes_are_those_of_the_page() -> None:
    read = [(paper.published, paper.author_count, paper.upvotes) for paper in read_page(DATED_PAGE)]
    assert read == METADATA


def test_the_other_page_has_no_metadata_and_no_page_has_names_or_links(papers: list[Paper]) -> None:
    assert {(p.published, p.author_count, p.upvotes) for p in papers[24:]} == {(None, None, None)}
    assert {(paper.authors, paper.url) for paper in papers} == {((), None)}


def test_three_papers_are_in_both_pages_and_keep_their_metadata(papers: list[Paper]) -> None:
    both = {p.title.split(":")[0]: p for p in papers if len(p.sources) > 1}
    assert sorted(both) == ["PILOT", "PatrickStar", "Pre-Trained Models"]
    for paper in both.values():
        assert [source.file for source in paper.sources] == [DATED_PAGE, ALTERNATING_PAGE]
    assert (both["PILOT"].published, both["PILOT"].upvotes) == ("2023-09-13", 2)
    assert (both["PatrickStar"].published, both["PatrickStar"].author_count) == ("2021-08-12", 7)
    assert [source.place for source in both["Pre-Trained Models"].sources] == ["line 18", "lines 5-6"]


def test_one_abstract_is_cut_off(papers: list[Paper]) -> None:
    assert [p.title for p in papers if p.truncated] == ["Compressing Pre-trained Models of Code into 3 MB"]


@pytest.mark.parametrize(("title", "damaged", "sound"), DAMAGE)
def test_damage_is_mended_in_its_place(papers: list[Paper], title: str, damaged: str, sound: str) -> None:
    (paper,) = [paper for paper in papers if paper.title.startswith(title)]
    assert sound in paper.abstract
    assert damaged in unmend(paper.abstract, paper.sources[0].repairs)


def test_every_abstract_is_whole_on_its_page(papers: list[Paper]) -> None:
    lines = {
        (name, number): line
        for name in (DATED_PAGE, ALTERNATING_PAGE)
        for number, line in enumerate(page_text(name).split("\n"), start=1)
    }
    for paper in papers:
        for source in paper.sources:
            line = lines[source.file, int(source.place.split()[-1].split("-")[-1])]
            original = unmend(paper.abstract, source.repairs)
            assert original in line
            if source.file == ALTERNATING_PAGE:
                assert original == line
            else:
                votes, authors = paper.upvotes or "-", paper.author_count
                assert line.startswith(f"{votes} {paper.title} {original} {authors} authors · ")


def test_no_abstract_keeps_the_damage_that_was_seen(papers: list[Paper]) -> None:
    for paper in papers:
        for trace in ("``", "''", "\\", "{", "https: //", "^", "  ", "0times", "1times", "5times", "4times"):
            assert trace not in paper.abstract, paper.title
