"""Tables of many sources: their columns, what parts them, and rows that do not fit."""

import io
from pathlib import Path

import pytest

from rag.ingest.formats.tables import read_table, table_sureness
from rag.ingest.opening.document import Document
from rag.ingest.raw_record import Field, RawRecord, Unreadable
from rag.ingest.readers import read_text

CASES = Path(__file__).parents[1] / "cases"
A = "We measure peat; it grows by 4 cm, or less."


def read_one(text: str) -> dict[Field, str]:
    (record,) = read_text(text, "x.csv")
    assert isinstance(record, RawRecord), record
    return dict(record.fields)


@pytest.mark.parametrize(
    ("header", "row", "fields"),
    [
        (
            'Key,"Publication Year",Author,Title,"Publication Title",DOI,Url,"Abstract Note",Date,"Manual Tags"',
            f'"AB","2021","Doe, J; Roe, R","Peat","J Peat","10.9/x","https://e.org","{A}","in press","a; b"',
            {"id": "AB", "published": "2021", "authors": "Doe, J; Roe, R", "venue": "J Peat", "keywords": "a; b"},
        ),
        (
            'Authors,"Author full names",Title,Year,"Source title",Abstract,"Author Keywords",EID',
            f'"Roe R., Doe J.","Roe, R (1); Doe, J (2)",Peat,2019,J Peat,"{A}",a; b,2-s2.0-1',
            {"authors": "Roe, R (1); Doe, J (2)", "venue": "J Peat", "id": "2-s2.0-1", "published": "2019"},
        ),
        ('TITLE,"AUTHOR NAMES",ABSTRACT', f'Peat,"Doe J., Roe R.","{A}"', {"authors": "Doe J., Roe R."}),
        ("paper_title,paper_abstract,pub_year,author_list", f'Peat,"{A}",2021,Doe', {"published": "2021"}),
        (" Title , abstract ,publication_year,first_authors", f'Peat,"{A}",2014//,Roe', {"published": "2014//"}),
        (",id,title,abstract", f'0,7,Peat,"{A}"', {"id": "7"}),
        ('"About: exported on May 1"\nRank,Title,Abstract,PubYear', f'1,Peat,"{A}",2021', {"published": "2021"}),
        ("sep=;\r\nTitle;Abstract;Year", f'Peat;"{A}";2021', {"published": "2021"}),
        ("title|abstract|year", f"Peat|{A}|2021", {"published": "2021"}),
        ("PT\tAU\tTI\tID\tAB\tPY\tUT\t", f"J\tRoe, R; Doe, J\tPeat\tMOSS\t{A}\t2019\tWOS:1\t", {"id": "WOS:1"}),
    ],
)
def test_the_columns_of_a_source_are_known(header: str, row: str, fields: dict[Field, str]) -> None:
    read = read_one(f"{header}\r\n{row}\r\n")
    assert {field: read[field] for field in fields} == fields
    assert (read["title"], read["abstract"]) == ("Peat", A)


def test_quotes_of_a_tab_table_are_text_where_its_rows_fit_better_so() -> None:
    rows = f'"Green" moss\t"Quoted" start. {A}\nRed moss\t{A}\n'
    first, second = read_text(f"title\tabstract\n{rows}", "x.tsv")
    assert isinstance(first, RawRecord)
    assert first.fields == {"title": '"Green" moss', "abstract": f'"Quoted" start. {A}'}
    assert isinstance(second, RawRecord)
    assert read_one(f'title\tabstract\nMoss\t"{A}\nMore."\n')["abstract"] == f"{A}\nMore."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_quoted_line_breaks(end: str) -> None:
    read = read_one(f'title,abstract{end}Peat,"{A}{end}More."{end}')
    assert read["abstract"] == f"{A}\nMore."


def test_columns_may_be_named() -> None:
    text = f"Kop,Tekst,Jahr\nPeat,{A.replace(',', '')},2021\n"
    columns: dict[Field, str] = {"title": "kop", "abstract": "Tekst", "published": "Jahr"}
    document = Document("x.csv", lambda: io.StringIO(text, newline=None), columns)
    assert table_sureness(document) == 1
    (record,) = read_table(document)
    assert isinstance(record, RawRecord)
    assert (record.fields["title"], record.fields["published"]) == ("Peat", "2021")
    assert table_sureness(Document("x.csv", lambda: io.StringIO(text))) == 0


def test_all_lines_that_went_with_an_open_quote_are_told() -> None:
    told, record = read_text((CASES / "unclosed.csv").read_text(encoding="utf-8"), "unclosed.csv")
    assert isinstance(told, Unreadable)
    assert told.place == "lines 2-3"
    assert isinstance(record, RawRecord)
    assert record.fields["title"] == "Haltestelle"


def test_a_quote_open_to_the_end_swallows_nothing_silently() -> None:
    found = list(read_text(f'title,abstract\nPeat,"{A}"\nMoss,"{A}\nLids,x\n', "x.csv"))
    assert [type(record) for record in found] == [RawRecord, Unreadable]
    assert isinstance(found[1], Unreadable)
    assert found[1].place == "lines 3-4"


def test_a_row_that_ends_with_its_abstract_may_be_cut() -> None:
    found = list(read_text(f"title,abstract,year,id\nPeat,{A[:20]}\nMoss,Whole.,2021\nLids,Whole.,2021,x,,\n", "x.csv"))
    assert [type(record) for record in found] == [Unreadable, RawRecord, RawRecord]


@pytest.mark.parametrize("first", ['"Peat"', "Peat"])
def test_what_is_left_of_a_broken_row_is_no_paper(first: str) -> None:
    rows = f'{first},"It grows."\n{first},"We say "peat" is\ngood, yes.\nAnd more, or less."\n{first},"It ends."\n'
    found = list(read_text(f"title,abstract\n{rows}", "x.csv"))
    assert [record.place for record in found] == ["line 2", "line 3", "line 4", "line 5", "line 6"]
    assert [type(record) for record in found] == [RawRecord, Unreadable, Unreadable, Unreadable, RawRecord]
