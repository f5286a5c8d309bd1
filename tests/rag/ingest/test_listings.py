"""Listing pages: next week's page, and what a page may carry around its records."""

import pytest

from index_store.records import Paper
from rag.ingest.listings import (
    looks_like_alternating_listing,
    looks_like_dated_listing,
    read_alternating_listing,
    read_dated_listing,
)
from rag.ingest.raw_record import Unreadable

# Invented: upvotes, title, abstract, authors and date as on the page, and the date as it is stored.
NEXT_WEEK = [
    ("-", "Learning to Sort Seeds with Tactile Skins",
     "Sorting seeds by hand is slow and tiring. We train a gripper with a tactile skin and find that "
     "it sorts 94% of them.",
     "4 authors · Jan 3, 2025", "2025-01-03"),
    ("12", "HarborBench: A Benchmark for Planning in Crowded Harbors",
     "Existing benchmarks for planning rarely consider tides. We introduce HarborBench, which does.",
     "11 authors · Dec 31, 2024", "2024-12-31"),
    ("-", "Do Language Models Know When It Is Raining?",
     "Weather reports are full of hedges. This paper asks whether models understand them.",
     "1 author · Feb 29, 2024", "2024-02-29"),
    ("3", "A small study of forgetting in sparse adapters",
     "Adapters are widely used for tuning. We measure what they forget and why.",
     "2 authors · May 9, 2023", "2023-05-09"),
    ("-", "MossNet: Slow Convolutions for Slow Cameras",
     "In recent years, cameras for wildlife have become cheap, but their frames come slowly.",
     "5 authors · Aug 1, 2022", "2022-08-01"),
    ("1,204", "Scaling Laws for Bird Song",
     "We show that the loss of models of bird song falls with the hours of song that they hear.",
     "36 authors · Oct 10, 2024", "2024-10-10"),
    ("-", "Contrastive Pre-Training of Tide Tables",
     "Tide Table Models (TTMs) have been fitted by hand for a century. We pre-train one instead.",
     "3 authors · Mar 15, 2021", "2021-03-15"),
    ("-", "The Unreasonable Patience of Reinforcement Learners",
     "Although reinforcement learning is patient, its users are not. We make it stop earlier.",
     "2 authors · Nov 11, 2020", "2020-11-11"),
    ("8", "Sketch2Bridge: Generating Bridges from Pencil Sketches",
     "Engineers sketch before they compute. We present a model that turns sketches into bridges.",
     "6 authors · Apr 1, 2024", "2024-04-01"),
    ("-", "Retrieval with Very Short Memories",
     "Large memories make retrieval slow. To shorten them, we forget what was never asked ...",
     "7 authors · Jun 30, 2023", "2023-06-30"),
    ("-", "Quantized Glaciers: Low-Bit Simulation of Ice Flow",
     "Simulating the flow of ice is expensive. Low-bit numbers make it cheaper by 4.5times.",
     "4 authors · Sep 2, 2024", "2024-09-02"),
    ("2", "Towards Fair Queues in Shared Clusters",
     "Shared clusters are rarely fair. This work defines fairness by waiting time and achieves it.",
     "9 authors · Jul 7, 2022", "2022-07-07"),
]  # fmt: skip
DATED = "\n".join(f"{votes} {title} {abstract} {end}" for votes, title, abstract, end, _ in NEXT_WEEK)
ABSTRACT = "We study how long a pot must wait before it boils, and find that watching it makes no difference."


def test_next_weeks_page_is_read_whole() -> None:
    assert looks_like_dated_listing(DATED)
    papers = list(read_dated_listing(DATED, "page.txt"))
    assert [paper.title for paper in papers if isinstance(paper, Paper)] == [row[1] for row in NEXT_WEEK]
    for number, (paper, (votes, _, abstract, end, published)) in enumerate(zip(papers, NEXT_WEEK, strict=True), 1):
        assert isinstance(paper, Paper)
        assert paper.abstract == abstract.replace("4.5times", "4.5 times")
        assert paper.published == published
        assert paper.author_count == int(end.split()[0])
        assert paper.upvotes == (None if votes == "-" else int(votes.replace(",", "")))
        assert paper.truncated == abstract.endswith("...")
        assert (paper.sources[0].file, paper.sources[0].place) == ("page.txt", f"line {number}")


def test_dated_page_tolerates_line_ends_blank_lines_and_furniture() -> None:
    lines = DATED.split("\n")
    text = "\ufeffTrending papers\r\n\r\nSubscribe" + "\r\n\r\n".join(lines) + "Load more\r\nAbout us\r\n"
    papers = list(read_dated_listing(text, "page.txt"))
    assert [paper.title for paper in papers if isinstance(paper, Paper)] == [row[1] for row in NEXT_WEEK]
    assert isinstance(papers[-1], Paper)
    assert papers[-1].published == "2022-07-07"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"- Pots That Boil {ABSTRACT}", "no 'K authors"),
        (f"- Pots That Boil {ABSTRACT} 3 authors · Feb 30, 2023", "'Feb 30, 2023' is no date"),
        (f"- Pots That Boil {'We boil. ' * 3000} 3 authors · Feb 3, 2023", "abstract of 26,"),
        ("- nothing in this line opens an abstract 3 authors · Feb 3, 2023", "no abstract"),
    ],
)
def test_a_bad_dated_record_is_told_and_stops_nothing(line: str, reason: str) -> None:
    first, second, *_ = DATED.split("\n")
    records = list(read_dated_listing(f"{first}\n{line}\n{second}", "page.txt"))
    assert [type(record) for record in records] == [Paper, Unreadable, Paper]
    assert isinstance(records[1], Unreadable)
    assert records[1].place == "line 2"
    assert records[1].reason.startswith(reason)


def test_alternating_page_is_read_around_its_furniture() -> None:
    furniture = "Mails once a day!\r\nGet mails!\r\nSubscribe"
    text = f"{furniture}Pots That Boil\r\n{ABSTRACT}\r\n\r\nLids\r\n{ABSTRACT}\r\nMore"
    assert looks_like_alternating_listing(text)
    assert not looks_like_dated_listing(text)
    papers = [paper for paper in read_alternating_listing(text, "page.txt") if isinstance(paper, Paper)]
    assert [(paper.title, paper.sources[0].place) for paper in papers] == [
        ("Pots That Boil", "lines 3-4"),
        ("Lids", "lines 6-7"),
    ]
    assert {paper.abstract for paper in papers} == {ABSTRACT}


def test_only_the_first_title_loses_a_button() -> None:
    papers = list(read_alternating_listing(f"Pots\n{ABSTRACT}\nSubscribeNet\n{ABSTRACT}", "page.txt"))
    assert [paper.title for paper in papers if isinstance(paper, Paper)] == ["Pots", "SubscribeNet"]


def test_an_abstract_without_a_title_is_told() -> None:
    records = list(read_alternating_listing(f"Pots\n{ABSTRACT}\n{ABSTRACT}\nLids\n{ABSTRACT}", "page.txt"))
    assert records[1] == Unreadable("page.txt", "line 3", "an abstract with no title on the line before it")
    assert [type(record) for record in records] == [Paper, Unreadable, Paper]


@pytest.mark.parametrize(
    "text", ["", "a\nb\nc", f"{ABSTRACT}\n\n{ABSTRACT}\n\n{ABSTRACT}", "Roses are red\nViolets are"]
)
def test_other_texts_look_like_no_listing(text: str) -> None:
    assert not looks_like_dated_listing(text)
    assert not looks_like_alternating_listing(text)


def test_an_ellipsis_marks_a_truncated_abstract() -> None:
    (paper,) = read_alternating_listing(f"Pots\n{ABSTRACT} More is to …", "page.txt")
    assert isinstance(paper, Paper)
    assert paper.truncated
