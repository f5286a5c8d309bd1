"""The cards of the sources as HTML: which papers, in which order, with which sentences, marked where they are cited."""

import re

import pytest

from index_store.records import Paper
from rag.answer import Citation
from tests.ui.answers.made_answers import LIDS, POTS, Elements, answered, cite, evidence
from ui.answers import source_cards


def test_papers_that_are_not_cited_come_after_with_their_evidence_only() -> None:
    given = answered("It boils [1].", cite(1, POTS, "We study pots."))
    shown = [evidence(POTS, 2, "Copper is faster."), evidence(LIDS, 1, "A lid saves 40% of the fuel.")]
    text = Elements(source_cards.cited_sources(1, given, shown)).text
    assert (
        text.index("Cited") < text.index("Pots That Boil") < text.index("Also found") < text.index("A Survey of Lids")
    )
    assert text.count("Pots That Boil") == 1
    assert "Lids keep heat inside." not in text


def test_found_papers_keep_their_rank_and_sentences() -> None:
    shown = [
        evidence(LIDS, 1, "A lid saves 40% of the fuel."),
        evidence(POTS, 0, "We study pots."),
        evidence(POTS, 2, "Copper is faster."),
    ]
    assert Elements(source_cards.found_sources(1, shown)).text == (
        "FoundA Survey of Lids… A lid saves 40% of the fuel.Pots That BoilWe study pots. … Copper is faster."
    )


@pytest.mark.parametrize("field", ["title", "metadata"])
def test_titles_and_records_can_be_cited(field: str) -> None:
    if field == "title":
        citation = cite(1, POTS, "Pots That Boil", "title")
    else:
        citation = Citation(1, POTS, "3 authors · 2021", 0, 16, "supported", "metadata")
    sources = source_cards.cited_sources(1, answered("So [1].", citation), [])
    assert re.search(rf'<mark id="t1-c1"[^>]*><b>1</b>{citation.quote}</mark>', sources)


def test_overlapping_citations_lose_no_text_and_no_target() -> None:
    given = answered("So [1][2].", cite(1, POTS, "We study pots. A pot"), cite(2, POTS, "A pot of 3 litres"))
    elements = Elements(source_cards.cited_sources(1, given, []))
    assert {"t1-c1", "t1-c2"} <= set(elements.values("id"))
    assert "We study pots. A pot2 of 3 litres boils" in elements.text


@pytest.mark.parametrize(
    ("url", "linked"),
    [("https://arxiv.org/abs/1", True), ("HTTP://a.org", True), ("javascript:alert(1)", False), ("//a.org", False)],
)
def test_only_links_to_the_web_are_links(url: str, linked: bool) -> None:
    paper = Paper("p", "T", "One sentence.", url=url)
    hrefs = Elements(source_cards.found_sources(1, [evidence(paper, 0, "One sentence.")])).values("href")
    assert hrefs == ([url] if linked else [])


def test_what_is_known_of_a_paper_is_said_and_nothing_else() -> None:
    whole = Paper("p", "T", "One.", published="2022-08-12", author_count=3, upvotes=1, truncated=True)
    named = Paper("q", "U", "One.", authors=("Ada", "Ben", "Cai", "Dee"))
    text = Elements(source_cards.found_sources(1, [evidence(whole, 0, "One."), evidence(named, 0, "One.")])).text
    assert "2022-08-12 · 3 authors · 1 upvote · abstract cut off at its source" in text
    assert "UAda, Ben, Cai et al.One." in text
