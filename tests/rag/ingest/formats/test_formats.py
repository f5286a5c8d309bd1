"""Each format as its source writes it: the fields of each record, and where each record stands."""

from pathlib import Path
from typing import Any

import pytest

from rag.ingest.formats.known import FORMATS, SURE
from rag.ingest.opening.document import Document
from rag.ingest.raw_record import RawRecord, Unreadable
from rag.ingest.readers import read_records, read_text

CASES = Path(__file__).parents[1] / "cases"
KARNIVAL = "We present Karnival, a sparse encoder for river-gauge time series."
BEETLES = "Moss beetles of the genus Byrrhula are poor dispersers."

EXPECTED: dict[str, list[tuple[str, str, str, dict[str, Any]]]] = {
    "zotero.bib": [
        (
            "entry doeKarnivalSparseEncoder2021",
            "Karnival: A Sparse Encoder for River-Gauge Time Series",
            KARNIVAL,
            {
                "authors": ["Doe, Jana", 'M{\\"u}ller, K.', "{Consortium of Rivers}"],
                "published": "2021 may",
                "doi": "10.9999/jh.2021.001",
                "url": "https://example.org/jh/001",
                "venue": "Journal of Hydroinformatics",
                "keywords": "floods,time series",
                "id": "doeKarnivalSparseEncoder2021",
            },
        ),
        (
            "entry roeMossBeetles2019",
            "Gene Flow Stops at 14 Km in Moss Beetles (Byrrhula)",
            BEETLES,
            {"authors": ["Roe, R.", "{\\v{S}}koda, P."], "published": "2019", "venue": "Insect Conservation"},
        ),
    ],
    "acl.bib": [
        (
            "entry doe-roe-2020-haltestelle",
            "Haltestelle: When to Stop Screening in Systématic Reviews",
            "Deciding when to stop",
            {
                "authors": ["Doe, Jana", "Roe, Richard"],
                "published": "2020 jul",
                "venue": "Proceedings of the 99th Meeting",
            },
        )
    ],
    "scopus.ris": [
        (
            "line 1",
            "Gene flow stops at 14 km in moss beetles",
            BEETLES,
            {
                "authors": ["Roe, R.", "Skoda, P."],
                "published": "2019",
                "doi": "10.9999/ic.2019.11",
                "venue": "Insect Conservation",
                "keywords": ["Beetles"],
            },
        ),
        (
            "line 17",
            "Haltestelle: when to stop screening",
            "Deciding when",
            {"authors": ["Doe, J."], "venue": "Reviews"},
        ),
    ],
    "wos.isi": [
        (
            "line 3",
            "Gene flow stops at 14 km in moss beetles",
            BEETLES,
            {"authors": ["Roe, R", "Skoda, P"], "published": "2019", "venue": "INSECT CONSERVATION", "id": "WOS:1"},
        )
    ],
    "pubmed.nbib": [
        (
            "line 2",
            "Gene flow stops at 14 km in moss beetles.",
            BEETLES,
            {"authors": ["Roe, R"], "published": "2019 Mar", "venue": "Insect Conserv", "id": "99900001"},
        )
    ],
    "pubmed.xml": [
        (
            "record 1",
            "Gene flow stops at 14 km in moss beetles.",
            BEETLES,
            {"authors": [{"family": "Roe", "given": "R"}], "published": "2019 Mar", "id": "99900001"},
        )
    ],
    "pubmed-abstract.txt": [
        (
            "line 1",
            "Gene flow stops at 14 km in moss beetles.",
            BEETLES,
            {"authors": "Roe R, Skoda P", "published": "2019 Mar", "doi": "10.9999/ic", "id": "99900001"},
        )
    ],
    "arxiv.atom": [
        (
            "record 1",
            "Karnival: A Sparse Encoder for River-Gauge Time Series",
            KARNIVAL,
            {
                "authors": ["Jana Doe"],
                "published": "2021-05-21T02:41:55Z",
                "arxiv_id": "http://arxiv.org/abs/9901.00001v1",
            },
        )
    ],
    "abstracts-plain.txt": [
        (
            "line 1",
            "Karnival: A Sparse Encoder for River-Gauge Time Series",
            KARNIVAL,
            {"authors": "Doe J, Roe R", "published": "2021", "venue": "J Hydroinf"},
        ),
        ("line 5", "Gene flow stops at 14 km in moss beetles", BEETLES, {"authors": "Roe R, Skoda P"}),
    ],
    "openalex.jsonl": [
        (
            "line 1",
            "Karnival: A Sparse Encoder",
            KARNIVAL,
            {"published": "2021-05-03", "doi": "https://doi.org/10.9999/jh.2021.001"},
        )
    ],
    "arxiv-kaggle.jsonl": [
        (
            "line 1",
            "Karnival: A Sparse Encoder for River-Gauge\n  Time Series",
            f"  {KARNIVAL}",
            {
                "authors": [
                    ["Doe", "Jana", ""],
                    ["Roe", "Richard", ""],
                    ['M\\"uller', "Karl", ""],
                    ["Other", "Ann", ""],
                ],
                "published": "2021-05-21",
                "arxiv_id": "9901.00001",
            },
        ),
        ("line 2", "Gene flow stops at 14 km in moss beetles", f"  {BEETLES}", {"published": "2019-03-02"}),
    ],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_is_read_as_its_source_writes_it(name: str) -> None:
    found = [record for _, record in read_records([CASES / name])]
    for record, (place, title, beginning, fields) in zip(found, EXPECTED[name], strict=True):
        assert isinstance(record, RawRecord)
        assert (record.place, record.fields["title"]) == (place, title)
        assert record.fields["abstract"].startswith(beginning)
        assert {field: record.fields[field] for field in fields} == fields


@pytest.mark.parametrize("name", EXPECTED)
def test_a_text_is_surely_of_one_format_alone(name: str) -> None:
    document = Document(name, lambda: (CASES / name).open(encoding="utf-8"))
    sure = {known.name for known in FORMATS if known.sureness(document) >= SURE}
    assert len(sure - {"JSON"}) == 1


def test_a_file_without_abstracts_is_told_in_one_line() -> None:
    entries = (CASES / "dblp.bib").read_text(encoding="utf-8")
    assert list(read_text(entries + entries.replace("DoeR20", "DoeR21"), "dblp.bib")) == [
        Unreadable("dblp.bib", "the whole file", "no abstract in any record (2 in all)")
    ]
