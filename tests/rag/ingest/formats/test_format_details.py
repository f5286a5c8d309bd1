"""What a format allows, its programs write differently, or a file breaks: read, or told in one line."""

import io
from pathlib import Path

import pytest

from index_store.errors import AbstractQAError
from rag.ingest.formats.known import surest_format
from rag.ingest.opening.document import Document
from rag.ingest.raw_record import RawRecord, Unreadable
from rag.ingest.readers import read_text

CASES = Path(__file__).parents[1] / "cases"


def records(text: str) -> list[RawRecord]:
    found = [record for record in read_text(text, "file") if isinstance(record, RawRecord)]
    assert found
    return found


BIBTEX = """% Encoding: UTF-8
@STRING{jh = "J. of " # {Peat}}
@article(k1, title = "A {"}moss{"} b", journal = jh # " B", year = 2020, month = 10, abstract = "It grows.")
@article{k1, title = {The same key}, title = {again}, abstract = {It grows.}}
@article{bad, title = {Broken {x, abstract = {y}
@Misc{k3, title = {After}, abstract = {Mail me
@ home}, eprint = {2101.00001}, archivePrefix = {arXiv}, author = {Doe, J and others}, date = {2021-05-03}}
@comment{jabref-meta: databaseType:bibtex;}
"""


def test_bibtex_strings_are_put_in_and_a_broken_entry_stops_nothing() -> None:
    first, second, broken, third = read_text(BIBTEX, "x.bib")
    assert isinstance(first, RawRecord)
    assert first.fields["title"] == 'A "moss" b'
    assert (first.fields["venue"], first.fields["published"]) == ("J. of Peat B", "2020-10")
    assert isinstance(second, RawRecord)
    assert (second.place, second.fields["title"]) == ("entry k1, line 4", "The same key")
    assert isinstance(broken, Unreadable)
    assert broken.place == "entry bad"
    assert isinstance(third, RawRecord)
    assert third.fields["abstract"] == "Mail me\n@ home"
    assert (third.fields["arxiv_id"], third.fields["published"]) == ("2101.00001", "2021-05-03")
    assert third.fields["authors"] == ["Doe, J", "et al."]


@pytest.mark.parametrize(
    ("fields", "line", "seen"),
    [
        ("title = {Peat}\n  abstract = {It grows.},\n  year = 2020", 3, "abstract = {It grows.}"),
        ('title = "Peat" year = 2019, abstract = {It grows.}', 2, "year = 2019"),
        ("title = {Peat}, year = 2019\n\n  abstract = {It grows.}", 4, "abstract = {It grows.}"),
        ("author = {Doe, J} # { and }\n  title = {Peat}, abstract = {It grows.}", 3, "title = {Peat}"),
    ],
)
def test_a_bibtex_field_without_its_comma_loses_its_entry_alone(fields: str, line: int, seen: str) -> None:
    good = '@misc{k2, title = {a = b}, abstract = "It {"}is{"} = c, {d = e}.", month = 1 # "="}'
    broken, record = read_text(f"@article{{k1,\n  {fields}\n}}\n{good}", "x.bib")
    assert broken == Unreadable("x.bib", f"entry k1, line {line}", f"broken BibTeX: no comma before {seen!r}")
    assert isinstance(record, RawRecord)
    assert record.fields["abstract"] == 'It "is" = c, d = e.'


def test_endnotes_tagged_export() -> None:
    first, second = records(
        "%0 Journal Article\n%T Peat\n%A Doe, Jana\n%A Roe, R.\n%J Bogs\n%D 2021\n%K moss\nbog\n%R 10.9999/p\n"
        "%U https://e.org/p\n%X It grows\nby 5% a year.\n\n%0 Conference Paper\n%T Moss\n%B Proc. Moss\n%X It is.\n"
    )
    assert first.fields == {
        "title": "Peat",
        "abstract": "It grows by 5% a year.",
        "authors": ["Doe, Jana", "Roe, R."],
        "published": "2021",
        "venue": "Bogs",
        "keywords": ["moss", "bog"],
        "doi": "10.9999/p",
        "url": "https://e.org/p",
    }
    assert (second.place, second.fields["venue"]) == ("line 14", "Proc. Moss")


def test_ris_of_other_programs() -> None:
    first, second = records(
        "TY  - JOUR\r\nA1  - Doe, Jana\r\nT1  - Peat\r\nY1  - 2021/05/03/\r\nN2  - It grows\r\nslowly.\r\n"
        "JF  - J Peat\r\nUR  - https://e.org/a;b\r\nKW  - moss; bog\r\nKW  - peat\r\nDA  - in press\r\n"
        "TY  - CONF\r\nTI  - Moss\r\nAB  - It does not.\r\nER  - \r\n"
    )
    assert first.fields == {
        "title": "Peat",
        "abstract": "It grows slowly.",
        "authors": ["Doe, Jana"],
        "published": "2021/05/03/",
        "venue": "J Peat",
        "url": "https://e.org/a;b",
        "keywords": ["moss", "bog", "peat"],
    }
    assert (second.place, second.fields["title"]) == ("line 12", "Moss")


def test_nbib_groups_and_marked_dois() -> None:
    (record,) = records(
        "PMID- 1\nTI  - Peat.\nLID - 123 [pii]\nLID - 10.9999/p [doi]\nIS  - 1234-5678 (odd) 9\nAB  - AIM: It\n"
        "      grows.\nFAU - Doe, Jana\nAU  - Doe J\nCN  - Peat Group\nOT  - moss\nOT  - bog\n"
    )
    assert record.fields["abstract"] == "AIM: It grows."
    assert (record.fields["authors"], record.fields["doi"]) == (["Doe, Jana", "Peat Group"], "10.9999/p")
    assert record.fields["keywords"] == ["moss", "bog"]


def test_web_of_science_puts_the_month_beside_the_year() -> None:
    head = "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Roe, R\nTI Peat\nAB It grows.\n"
    (record,) = records(f"{head}DE moss; bog\nPD MAR 5\nPY 2019\nDI 10.9999/p\nER\n\nEF")
    assert (record.fields["published"], record.fields["doi"]) == ("2019 MAR 5", "10.9999/p")
    assert record.fields["keywords"] == ["moss", "bog"]


PUBMED = (
    "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>CO<sub>2</sub> in"
    " peat</ArticleTitle><Abstract><AbstractText Label='AIM'>To look.</AbstractText><AbstractText Label='END'>It"
    " grows.</AbstractText></Abstract><AuthorList><Author><CollectiveName>Peat Group</CollectiveName></Author>"
    "</AuthorList><ELocationID EIdType='doi'>10.9999/p</ELocationID></Article></MedlineCitation></PubmedArticle>"
)


def test_structured_abstracts_keep_their_labels_and_broken_xml_is_told() -> None:
    record, broken = read_text(PUBMED + "<PubmedArticle><Medl", "p.xml")
    assert isinstance(record, RawRecord)
    assert (record.fields["title"], record.fields["abstract"]) == ("CO2 in peat", "AIM: To look. END: It grows.")
    assert (record.fields["authors"], record.fields["doi"]) == (["Peat Group"], "10.9999/p")
    assert isinstance(broken, Unreadable)
    assert (broken.place, broken.reason[:18]) == ("after record 1", "the XML breaks off")


def test_entities_are_refused() -> None:
    declared = '<!DOCTYPE PubmedArticleSet [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    text = f"<?xml version='1.0'?>{declared}{PUBMED.replace('CO', '&b;')}</PubmedArticleSet>"
    with pytest.raises(AbstractQAError, match="declares entities"):
        list(read_text(text, "p.xml"))


def test_endnote_xml() -> None:
    (record,) = records(
        "<xml><records><record><contributors><authors><author><style>Doe, J</style></author></authors></contributors>"
        "<titles><title><style>Peat</style></title></titles><dates><year>2021</year></dates>"
        "<abstract><style>It grows.</style></abstract></record></records></xml>"
    )
    assert record.fields == {"title": "Peat", "abstract": "It grows.", "published": "2021", "authors": ["Doe, J"]}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ((CASES / "notes.txt").read_text(encoding="utf-8"), "text that begins 'Meeting 3 May'"),
        (Path(__file__).read_text(encoding="utf-8"), "text that begins"),
        ('<opml><body><outline text="x"/></body></opml>', "XML with <opml> outermost"),
        (
            "PMID,Title,Authors\n1,Peat,Doe J\n2,Moss,Roe R\n",
            "PMID, Title, Authors, none of them known as abstract (say which is: --columns abstract=NAME)",
        ),
        (
            "# Tool\n\nIt reads.\n\n```bibtex\n@a{b, title={T}}\n```\n\n" + "It reads many files.\n" * 9,
            "text that begins",
        ),
        ('{"name": "x",\n "version": "1"}', "JSON with the keys name, version"),
        ('[\n {\n  "title": "T",\n  "abstract": "x",\n }\n]\n', "broken JSON: Expecting property name"),
        ("[1] Doe, J. Peat. 2021.\n[2] Roe, R. Moss. 2020.\n", "text that begins '[1] Doe"),
    ],
)
def test_what_is_no_paper_is_refused_in_one_line_that_says_what_was_seen(text: str, seen: str) -> None:
    with pytest.raises(AbstractQAError) as refused:
        list(read_text(text, "file"))
    assert seen in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_surest_format_needs_no_name() -> None:
    assert surest_format(Document("x.csv", lambda: io.StringIO("TY  - JOUR\nTI  - Peat\nER  - "))).name == "RIS"  # type: ignore[union-attr]
