"""Papers written and read back are what they were, in every format, whatever their texts hold."""

import csv
import io
from dataclasses import replace

import bibtexparser
from exported_papers import AWKWARD_NAME, NAME, TEXT, papers, read_back, told
from hypothesis import example, given

from index_store.records import Paper
from rag.export.bibtex_writer import to_bibtex
from rag.export.ris_writer import to_ris
from rag.export.table_writers import to_csv, to_jsonl
from rag.text.notation.spreadsheet_cell import guarded, unguarded

KARNIVAL = Paper(
    "doe2021",
    "Karnival: a {sparse} encoder",
    "It costs $5, or 10%; $x^2$ \\foo holds.",
    published="2021-05-03",
    authors=("Jana Doe", "Ludwig van Beethoven", "Consortium of Rivers and Lakes"),
    author_count=3,
    url="https://example.org/jh_001",
    doi="10.9999/jh.2021.001",
    arxiv_id="2401.00001",
    venue="Journal of Hydroinformatics",
    keywords=("floods", "time series"),
    upvotes=4,
)
NO_SEMICOLON = TEXT.filter(lambda text: ";" not in text)


@given(papers(AWKWARD_NAME, NO_SEMICOLON))
@example([KARNIVAL])
def test_bibtex_is_read_back(stored: list[Paper]) -> None:
    read = read_back(to_bibtex(stored))
    cannot_say = ("upvotes", "author_count")
    assert [told(paper, *cannot_say) for paper in read] == [told(paper, *cannot_say) for paper in stored]
    counts = [len(paper.authors) or None for paper in stored]
    expected = [None if p.author_count != count else count for p, count in zip(stored, counts, strict=True)]
    assert [paper.author_count for paper in read] == expected


@given(papers(NAME, NO_SEMICOLON))
@example([replace(KARNIVAL, authors=("Jana Doe", "the ATLAS Collaboration"), author_count=2)])
def test_ris_is_read_back(stored: list[Paper]) -> None:
    read = read_back(to_ris(stored))
    cannot_say = ("upvotes", "author_count")
    assert [told(paper, *cannot_say) for paper in read] == [told(paper, *cannot_say) for paper in stored]


@given(papers(AWKWARD_NAME, TEXT))
@example([KARNIVAL])
def test_csv_is_read_back_and_no_cell_is_a_formula(stored: list[Paper]) -> None:
    exported = to_csv(stored)
    rows = csv.DictReader(io.StringIO(exported, newline=""))
    assert not any(cell.startswith(tuple("=+-@\t\r＝＋－＠")) for row in rows for cell in row.values())
    assert [told(paper) for paper in read_back(exported)] == [told(paper) for paper in stored]


@given(papers(AWKWARD_NAME, TEXT))
@example([KARNIVAL])
def test_json_lines_are_read_back(stored: list[Paper]) -> None:
    read = read_back(to_jsonl(stored))
    assert [told(paper) for paper in read] == [told(paper) for paper in stored]
    assert [paper.paper_id for paper in read] == [paper.paper_id for paper in stored]


def test_bibtex_looks_as_people_write_it() -> None:
    assert to_bibtex([KARNIVAL]) == (
        "@article{doe2021karnival,\n"
        "  title = {{Karnival: a \\{sparse\\} encoder}},\n"
        "  author = {Jana Doe and Ludwig van Beethoven and {Consortium of Rivers and Lakes}},\n"
        "  year = {2021},\n"
        "  date = {2021-05-03},\n"
        "  journal = {Journal of Hydroinformatics},\n"
        "  doi = {10.9999/jh.2021.001},\n"
        "  eprint = {2401.00001},\n"
        "  archiveprefix = {arXiv},\n"
        "  url = {https://example.org/jh_001},\n"
        "  keywords = {floods; time series},\n"
        "  abstract = {It costs \\$5, or 10\\%; $x^2$ \\textbackslash{}foo holds.},\n"
        "}\n"
    )


def test_bibtex_keys_are_plain_and_used_once() -> None:
    same = [KARNIVAL, KARNIVAL, replace(KARNIVAL, authors=("K. Škoda",), title="The Überflut", published=None)]
    assert [entry.key for entry in bibtexparser.parse_string(to_bibtex([*same, Paper("x", "洪水", "a")])).entries] == [
        "doe2021karnival", "doe2021karnivala", "skodauberflut", "paper",
    ]  # fmt: skip


def test_braces_without_their_other_half_do_not_end_an_entry_for_bibtex() -> None:
    exported = to_bibtex([replace(KARNIVAL, abstract="An { and $a{$ and @misc{x, of it")])
    assert exported.count("{") == exported.count("}")


def test_ris_turns_names_round_as_its_readers_expect() -> None:
    lines = to_ris([KARNIVAL]).splitlines()
    assert lines[2:7] == [
        "AU  - Doe, Jana", "AU  - van Beethoven, Ludwig", "AU  - Consortium of Rivers and Lakes", "PY  - 2021",
        "DA  - 2021/05/03/",
    ]  # fmt: skip
    assert to_ris([replace(KARNIVAL, author_count=9)]).count("AU  - et al.\n") == 1


def test_lists_in_csv_are_for_people_where_they_can_be() -> None:
    (row,) = csv.DictReader(io.StringIO(to_csv([replace(KARNIVAL, authors=("Jana Doe", "R. Roe"), author_count=None)])))
    assert (row["authors"], row["keywords"], row["author_count"]) == (
        "Jana Doe; R. Roe; et al.",
        "floods; time series",
        "",
    )


@example("' \n {")
@given(TEXT.map(str.strip))
def test_a_guarded_cell_is_no_formula_and_comes_back(text: str) -> None:
    assert unguarded(guarded(unguarded(text))) == unguarded(text)
    assert guarded("=1+1") == "' =1+1"
    assert not guarded(text).startswith(tuple("=+-@\t\r\n＝＋－＠"))
