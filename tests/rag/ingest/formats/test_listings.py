"""Listing pages: next week's page, and what a page may carry around its records."""

import io

import pytest

from rag.ingest.formats.known import SURE
from rag.ingest.formats.listings import (
    alternating_listing_sureness,
    dated_listing_sureness,
    read_alternating_listing,
    read_dated_listing,
)
from rag.ingest.opening.document import Document
from rag.ingest.raw_record import RawRecord, Unreadable

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
SENTENCE = "We study how long a pot must wait before it boils, and find that watching it makes no difference."
ABSTRACT = " ".join([SENTENCE] * 4)
PAGE = [f"Pots That Boil in the Dark: Part {n}" if n % 2 else f"On the Sound of {n} Lids" for n in range(1, 6)]


def document(text: str) -> Document:
    return Document("page.txt", lambda: io.StringIO(text, newline=None))


def test_next_weeks_page_is_read_whole() -> None:
    assert dated_listing_sureness(document(DATED)) == 1
    records = list(read_dated_listing(document(DATED)))
    for number, (record, (votes, title, abstract, end, _)) in enumerate(zip(records, NEXT_WEEK, strict=True), 1):
        assert isinstance(record, RawRecord)
        count, _, published = end.partition(" · ")
        upvotes = {} if votes == "-" else {"upvotes": int(votes.replace(",", ""))}
        assert record.fields == upvotes | {
            "title": title,
            "abstract": abstract,
            "author_count": int(count.split()[0]),
            "published": published,
        }
        assert record.place == f"line {number}"


def test_dated_page_tolerates_line_ends_blank_lines_and_furniture() -> None:
    text = "Trending papers\r\n\r\nSubscribe" + "\r\n\r\n".join(DATED.split("\n")) + "Load more\r\nAbout us\r\n"
    assert dated_listing_sureness(document(text)) > 0.9
    records = [record for record in read_dated_listing(document(text)) if isinstance(record, RawRecord)]
    assert [record.fields["title"] for record in records] == [row[1] for row in NEXT_WEEK]
    assert records[-1].fields["published"] == "Jul 7, 2022"


def test_a_dated_record_without_its_end_is_told_and_stops_nothing() -> None:
    first, second, *_ = DATED.split("\n")
    records = list(read_dated_listing(document(f"{first}\n- Pots That Boil {SENTENCE}\n{second}")))
    assert [type(record) for record in records] == [RawRecord, Unreadable, RawRecord]
    assert isinstance(records[1], Unreadable)
    assert (records[1].place, records[1].reason[:13]) == ("line 2", "no 'K authors")


def test_alternating_page_is_read_around_its_furniture() -> None:
    pairs = "\r\n\r\n".join(f"{title}\r\n{ABSTRACT}" for title in PAGE)
    text = f"Mails once a day!\r\nGet mails!\r\nSubscribe{pairs}\r\nMore"
    assert alternating_listing_sureness(document(text)) > 0.7
    assert dated_listing_sureness(document(text)) == 0
    records = [record for record in read_alternating_listing(document(text)) if isinstance(record, RawRecord)]
    assert [record.fields["title"] for record in records] == PAGE
    assert [record.place for record in records][:2] == ["lines 3-4", "lines 6-7"]
    assert {record.fields["abstract"] for record in records} == {ABSTRACT}


def test_only_the_first_title_loses_a_button() -> None:
    text = f"Pots\n{ABSTRACT}\nSubscribeNet\n{ABSTRACT}"
    records = [record for record in read_alternating_listing(document(text)) if isinstance(record, RawRecord)]
    assert [record.fields["title"] for record in records] == ["Pots", "SubscribeNet"]


def test_an_abstract_without_a_title_is_told() -> None:
    records = list(read_alternating_listing(document(f"Pots\n{ABSTRACT}\n{ABSTRACT}\nLids\n{ABSTRACT}")))
    assert records[1] == Unreadable("page.txt", "line 3", "an abstract with no title on the line before it")
    assert [type(record) for record in records] == [RawRecord, Unreadable, RawRecord]


NOTE = "We talked about which papers to read next and decided that the ones on floods come first, then the beetles. "


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\nb\nc",
        f"{ABSTRACT}\n\n{ABSTRACT}\n\n{ABSTRACT}",
        "Roses are red\nViolets are",
        f"Meeting 3 May\n{NOTE}\nTo do\n{NOTE}",
        f"Meeting 3 May\n{NOTE * 5}\nTo do\n{NOTE * 5}\nRead\n{NOTE * 5}",
        f"# How to install it on a machine\n{NOTE}\n## How to run it on a machine\n{NOTE}",
        "\n".join(f"Title: Pots that boil {n} times a day\nAbstract: {ABSTRACT}" for n in range(5)),
        "\n".join(f"2024-01-0{n} 10:00:01 INFO loading {{a}}\n2024-01-0{n} {NOTE}" for n in range(1, 6)),
        f"Pots say {NOTE} 3 authors\n{NOTE} 4 authors · Sep 7, 2022 or later",
    ],
)
def test_other_texts_look_like_no_listing(text: str) -> None:
    assert dated_listing_sureness(document(text)) < SURE
    assert alternating_listing_sureness(document(text)) < SURE
