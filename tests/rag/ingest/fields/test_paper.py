"""From a record to a paper: a side field that is not understood never loses it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_store.records import Paper
from rag.ingest.fields.paper import ABSTRACT_LIMIT, TITLE_LIMIT, paper_id_for, paper_of
from rag.ingest.raw_record import RawRecord, Unreadable

ABSTRACT = "Moss beetles are poor dispersers. Gene flow stops beyond 14 km."
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
SIDE_FIELDS = (
    "id", "published", "authors", "author_count", "url", "upvotes", "doi", "arxiv_id", "venue", "keywords",
)  # fmt: skip


def read(**fields: Any) -> tuple[Paper, list[str]]:
    given = {"title": "Moss beetles", "abstract": ABSTRACT, **fields}
    paper, left_out = paper_of(RawRecord("line 3", given), "moss.csv")  # type: ignore[arg-type]
    assert isinstance(paper, Paper), paper
    return paper, [problem.reason for problem in left_out]


def refused(**fields: Any) -> str:
    given = {"title": "Moss beetles", "abstract": ABSTRACT, **fields}
    problem, left_out = paper_of(RawRecord("line 3", given), "moss.csv")  # type: ignore[arg-type]
    assert isinstance(problem, Unreadable)
    assert (problem.file, problem.place, left_out) == ("moss.csv", "line 3", ())
    return problem.reason


def test_a_record_becomes_a_paper() -> None:
    paper, left_out = read(
        id=" W1 ",
        abstract=f"ABSTRACT: {ABSTRACT[:-1]}, 4times more. © 2019 Example Ltd",
        published="2019 Mar",
        authors=[{"given": "Jana", "family": "Doe"}, "Roe, R."],
        url="https://example.org/1",
        upvotes="12",
        doi="https://doi.org/10.9999/IC.2019.11.",
        venue=["Insect <i>Conservation</i>"],
        keywords="Beetles; gene flow; beetles",
    )
    assert left_out == []
    assert (paper.paper_id, paper.abstract) == ("W1", f"{ABSTRACT[:-1]}, 4 times more.")
    assert (paper.published, paper.authors, paper.author_count) == ("2019-03", ("Jana Doe", "R. Roe"), 2)
    assert (paper.url, paper.upvotes, paper.doi) == ("https://example.org/1", 12, "10.9999/ic.2019.11")
    assert (paper.venue, paper.keywords) == ("Insect Conservation", ("Beetles", "gene flow"))
    (source,) = paper.sources
    assert (source.file, source.place, source.record_id) == ("moss.csv", "line 3", "W1")
    assert [(repair.before, repair.after) for repair in source.repairs] == [("times", " times")]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"abstract": None}, "no abstract"),
        ({"abstract": "N/A"}, "no abstract"),
        ({"abstract": float("nan")}, "no abstract"),
        ({"abstract": "<p>[No abstract available]</p>"}, "no abstract"),
        ({"abstract": "© 2019 Example Ltd. All rights reserved."}, "no abstract"),
        ({"title": ""}, "no title"),
        ({"title": []}, "no title"),
        ({"title": "nan"}, "no title"),
        ({"title": {"a": 1}}, "title is \"{'a': 1}\": expected text"),
        ({"abstract": 5}, "abstract is '5': expected text"),
        ({"title": "x" * (TITLE_LIMIT + 1)}, "title of 1,001 characters: expected at most 1,000"),
        ({"abstract": "x" * (ABSTRACT_LIMIT + 1)}, "abstract of 20,001 characters: expected at most 20,000"),
        ({"abstract": "x" * 1_000_000}, "abstract of 1,000,000 characters: expected at most 20,000"),
    ],
)
def test_only_title_and_abstract_lose_a_paper(fields: dict[str, Any], reason: str) -> None:
    assert refused(**fields) == reason


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("id", "a\nb", "id is 'a\\nb': expected a text of at most 200 characters, or a whole number; left out"),
        ("id", "x" * 201, "id is "),
        ("published", "in press", "published is 'in press': expected a date"),
        ("authors", 5, "authors is '5': expected a list of names"),
        ("authors", "Doe, Roe and Smith", "authors cannot be told apart"),
        ("author_count", "many", "author_count is 'many': expected a whole number; left out"),
        ("author_count", True, "author_count is 'True'"),
        ("upvotes", -3, "upvotes is '-3'"),
        ("url", "javascript:alert(1)", "url is 'javascript:alert(1)': expected an address"),
        ("doi", "none of these", "doi is 'none of these': expected a DOI"),
        ("arxiv_id", "9913.00001", "arxiv_id is '9913.00001': expected an arXiv id"),
        ("venue", {"x": 1}, "venue is "),
        ("keywords", 5, "keywords is "),
    ],
)  # fmt: skip
def test_a_side_field_is_left_out_and_said(field: str, value: Any, said: str) -> None:
    paper, (reason,) = read(**{field: value})
    assert reason.startswith(said)
    expected, _ = read()
    assert asdict(paper) | {"sources": ()} == asdict(expected) | {"sources": ()}


@pytest.mark.parametrize("nothing", [None, "", "nan", "N/A", "-", float("nan"), [], {}])
def test_an_empty_side_field_is_nothing_to_speak_of(nothing: Any) -> None:
    for field in SIDE_FIELDS:
        paper, left_out = read(**{field: nothing})
        assert (left_out, paper) == ([], read()[0])


@given(st.dictionaries(st.sampled_from(SIDE_FIELDS), ANYTHING))
def test_no_side_field_ever_loses_a_paper(fields: dict[str, Any]) -> None:
    paper, _ = read(**fields)
    assert (paper.title, paper.abstract) == ("Moss beetles", ABSTRACT)
    json.dumps(paper.to_dict()).encode()


@pytest.mark.parametrize(
    ("fields", "doi", "arxiv_id"),
    [
        ({"doi": "DOI: 10.9999/A.1"}, "10.9999/a.1", None),
        ({"doi": "http://dx.doi.org/10.9999/a%2fb"}, "10.9999/a/b", None),
        ({"doi": r"10.9999/a\_b"}, "10.9999/a_b", None),
        ({"doi": "10.1002/(sici)17:15<1661::a>3.0.co;2-2"}, "10.1002/(sici)17:15<1661::a>3.0.co;2-2", None),
        ({"url": "https://doi.org/10.9999/a"}, "10.9999/a", None),
        ({"id": "10.9999/a"}, "10.9999/a", None),
        ({"url": "https://example.org/10.9999/a"}, None, None),
        ({"doi": "10.48550/arXiv.2401.00001v2"}, "10.48550/arxiv.2401.00001v2", "2401.00001"),
        ({"arxiv_id": "2401.00001v3"}, None, "2401.00001"),
        ({"id": "arXiv:9901.00001v2 [cs.LG]"}, None, "9901.00001"),
        ({"id": "9901.00001"}, None, "9901.00001"),
        ({"id": "cs/9901001"}, None, "cs/9901001"),
        ({"url": "http://arxiv.org/abs/math.GT/0309136v1"}, None, "math.GT/0309136"),
        ({"url": "https://arxiv.org/pdf/2401.00001v1.pdf"}, None, "2401.00001"),
        ({"id": "12345.0"}, None, None),
    ],
)  # fmt: skip
def test_identifiers(fields: dict[str, Any], doi: str | None, arxiv_id: str | None) -> None:
    paper, left_out = read(**fields)
    assert (paper.doi, paper.arxiv_id, left_out) == (doi, arxiv_id, [])


@pytest.mark.parametrize(
    ("value", "paper_id"), [(7, "7"), (7.0, "7"), (" a b ", "a b"), (None, paper_id_for("Moss beetles"))]
)
def test_the_id_of_the_file_is_kept(value: Any, paper_id: str) -> None:
    paper, _ = read(id=value)
    assert paper.paper_id == paper_id
    assert paper.sources[0].record_id == (None if value is None else paper_id)


@pytest.mark.parametrize(
    ("authors", "told", "expected"),
    [
        (["A Doe", "B Roe"], None, 2),
        (["A Doe", "B Roe"], 7, 7),
        (["A Doe", "B Roe"], 1, 2),
        ("A Doe et al.", None, None),
        ("A Doe et al.", "5", 5),
        (None, 3, 3),
        (None, None, None),
    ],
)
def test_a_count_is_believed_unless_more_are_named(authors: Any, told: Any, expected: int | None) -> None:
    assert read(authors=authors, author_count=told)[0].author_count == expected


@given(st.text(min_size=1), st.text(min_size=1), st.lists(st.text()), st.text())
def test_a_stored_paper_that_is_read_again_is_the_same(
    title: str, abstract: str, keywords: list[str], venue: str
) -> None:
    fields: Any = {"title": title, "abstract": abstract, "keywords": keywords, "venue": venue}
    paper, _ = paper_of(RawRecord("line 1", fields), "x")
    if isinstance(paper, Paper):
        stored = json.loads(json.dumps(paper.to_dict()))
        again, left_out = read(**{name: stored[name] for name in fields})
        assert left_out == []
        assert [getattr(again, name) for name in fields] == [getattr(paper, name) for name in fields]


def test_records_as_people_have_them() -> None:
    cases = json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))
    for case in cases:
        paper, left_out = paper_of(RawRecord("line 1", case["record"]), "x")
        assert isinstance(paper, Paper), case
        told = {name: getattr(paper, name) for name in case["paper"]}
        assert json.loads(json.dumps(told)) == case["paper"]
        assert len(left_out) == case.get("left_out", 0), left_out
