"""JSON of many sources: which objects are records, and what their values say."""

import json
from typing import Any

import pytest

from index_store.records import Paper
from rag.ingest.raw_record import RawRecord, Unreadable
from rag.ingest.readers import read_text

A = "We present Karnival, a sparse encoder for river-gauge time series."
NAMES = [{"name": "Jana Doe"}]


def read(value: Any, indent: int | None = None) -> list[RawRecord]:
    found = list(read_text(json.dumps(value, indent=indent), "x.json"))
    assert all(isinstance(record, RawRecord) for record in found), found
    return [record for record in found if isinstance(record, RawRecord)]


LAYOUTS: dict[str, tuple[Any, dict[str, Any]]] = {
    "Semantic Scholar's page": (
        {
            "total": 1,
            "data": [
                {
                    "paperId": "f",
                    "title": "K",
                    "abstract": A,
                    "year": 2020,
                    "publicationDate": "2020-07-05",
                    "authors": NAMES,
                    "externalIds": {"DOI": "10.9999/x", "ArXiv": "2101.1"},
                    "venue": "",
                    "journal": {"name": "J Hydro", "volume": "3"},
                }
            ],
        },
        {"id": "f", "published": "2020-07-05", "doi": "10.9999/x", "arxiv_id": "2101.1", "venue": "J Hydro"},
    ),
    "OpenAlex's page": (
        {
            "meta": {"count": 1},
            "results": [
                {
                    "id": "https://openalex.org/W1",
                    "display_name": "K",
                    "abstract_inverted_index": {"present": [1], "We": [0, 2]},
                    "publication_year": 2021,
                    "authorships": [{"author": {"display_name": "Jana Doe"}}],
                    "primary_location": {"source": {"display_name": "J Hydro"}},
                    "keywords": [{"display_name": "Flood"}],
                }
            ],
        },
        {"abstract": "We present We", "published": 2021, "venue": "J Hydro", "keywords": ["Flood"]},
    ),
    "Crossref's page": (
        {
            "message": {
                "items": [
                    {
                        "DOI": "10.9999/x",
                        "title": ["K"],
                        "abstract": A,
                        "container-title": ["J Hydro"],
                        "author": [{"given": "Jana", "family": "Doe"}],
                        "issued": {"date-parts": [[2020, 3]]},
                        "reference": [{"article-title": "Other"}],
                    }
                ]
            }
        },
        {"doi": "10.9999/x", "venue": "J Hydro", "published": {"date-parts": [[2020, 3]]}},
    ),
    "OpenReview 2": (
        {
            "notes": [
                {
                    "id": "n",
                    "pdate": 1705000000000,
                    "content": {
                        "title": {"value": "K"},
                        "abstract": {"value": A},
                        "authors": {"value": ["Jana Doe"]},
                        "venue": {"value": "ICLR 2024"},
                    },
                }
            ]
        },
        {"id": "n", "published": 1705000000000, "authors": ["Jana Doe"], "venue": "ICLR 2024"},
    ),
    "OpenReview 1": ([{"id": "n", "content": {"title": "K", "abstract": A, "authors": ["Jana Doe"]}}], {"id": "n"}),
    "Hugging Face": (
        [
            {
                "paper": {"id": "2401.00001", "title": "K", "summary": A, "authors": NAMES, "upvotes": 12},
                "publishedAt": "2024-01-02T05:00:00.000Z",
                "title": "K",
                "summary": A,
            }
        ],
        {"id": "2401.00001", "authors": NAMES, "upvotes": 12},
    ),
    "CSL": (
        [
            {
                "id": "doe2021",
                "title": "K",
                "abstract": A,
                "issued": {"date-parts": [["2021", 5]]},
                "URL": "https://e.org",
            }
        ],
        {"id": "doe2021", "url": "https://e.org"},
    ),
    "Europe PMC": (
        {"resultList": {"result": [{"title": "K", "abstractText": A, "authorString": "Doe J.", "pubYear": "2020"}]}},
        {"authors": "Doe J.", "published": "2020"},
    ),
    "Zotero": (
        [{"key": "AB", "data": {"key": "AB", "title": "K", "abstractNote": A, "tags": [{"tag": "flood"}]}}],
        {"id": "AB", "keywords": ["flood"]},
    ),
    "our own": ([Paper("k-1", "K", A, published="2021", doi="10.9999/x").to_dict()], {"id": "k-1", "doi": "10.9999/x"}),
    "abstracts in sentences": ([{"doc_id": 4, "title": "K", "abstract": ["One.", "Two."]}], {"abstract": "One. Two."}),
    "one object": ({"title": "K", "abstract": A, "year": float("nan"), "date": "2020"}, {"published": "2020"}),
}


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_layout_is_read_pretty_or_not(name: str, indent: int | None) -> None:
    value, fields = LAYOUTS[name]
    (record,) = read(value, indent)
    expected = {"title": "K", "abstract": A} | fields
    assert {field: record.fields.get(field) for field in expected} == expected  # type: ignore[call-overload]


def test_objects_one_after_another_or_under_ids_or_as_columns() -> None:
    first, second = {"title": "K", "abstract": A}, {"title": "L", "abstract": A}
    pretty = json.dumps(first, indent=1) + "\n" + json.dumps(second, indent=1)
    for found in (
        list(read_text(pretty, "x")),
        read({"p1": first, "p2": second}),
        read({"title": {"0": "K", "1": "L"}, "abstract": {"0": A, "1": A}}),
        read({"title": ["K", "L"], "abstract": [A, A]}),
    ):
        assert [record.fields["title"] for record in found if isinstance(record, RawRecord)] == ["K", "L"]


def test_a_record_without_an_abstract_is_no_reason_to_read_its_references() -> None:
    value = {"message": {"title": ["K"], "reference": [{"article-title": "Other"}, {"article-title": "Third"}]}}
    (told,) = read_text(json.dumps(value), "x.json")
    assert isinstance(told, Unreadable)
    assert told.reason == "no abstract in any record (1 in all)"


def test_numbers_beyond_reason_and_lone_elements_stop_nothing() -> None:
    lines = f'{{"title": "K", "abstract": "{A}", "id": {"9" * 10_000}}}\n{{"title": "L", "abstract": "{A}"}}\n[1]\n'
    first, second, told = read_text(lines, "x.jsonl")
    assert isinstance(first, RawRecord)
    assert first.fields["id"] == "9" * 10_000
    assert isinstance(second, RawRecord)
    assert isinstance(told, Unreadable)
    assert told.place == "line 3"


def test_an_inverted_index_that_is_a_bomb_is_no_abstract() -> None:
    (told,) = read_text(json.dumps({"title": "K", "abstract_inverted_index": {"a": list(range(30_000))}}), "x")
    assert isinstance(told, Unreadable)
