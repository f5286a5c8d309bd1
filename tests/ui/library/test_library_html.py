"""The library as HTML, without a browser: rows, one paper, the scope, a preview and its report."""

import re
from html import unescape

import pytest

from index_store.paper_conditions import Conditions
from index_store.records import Paper, Source
from rag.browsing.paper_list import PaperList, PaperQuery
from rag.ingest.incoming import IngestReport, Preview
from rag.ingest.raw_record import Unreadable
from ui.answers.scope_text import scope_line, scope_note
from ui.library.adding_report import preview_of, problem, progress_of, report_of
from ui.library.filters import query_of, year_typed
from ui.library.opened_paper import opened_paper
from ui.library.paper_rows import SHOWN, paper_rows

EVIL = "<img src=x onerror=alert(1)> \"' {{value}} \u202e"
FULL = Paper(
    "doe/21", "Pots & Pans", "Clay holds heat.", "2021-05", ("Jana Doe", "Max Roe", "Ann Poe"), 3,
    "https://example.org/?a=1&b=2", 4, (Source("a.bib", "entry 1"),), True, "10.1/x", "2101.00001", "Kilns", ("heat",),
)  # fmt: skip


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def rows_of(papers: list[Paper], wanted: PaperQuery | None = None, limit: int = SHOWN) -> str:
    listing, wanted = PaperList(papers), wanted or PaperQuery()
    return paper_rows(listing.find(wanted), len(listing), wanted, limit)


def test_a_row_tells_what_is_known_and_can_be_ticked_and_opened() -> None:
    html = rows_of([FULL])
    assert text_of(html) == "1 paper Tick all Pots & Pans 2021 · Jana Doe, Max Roe et al. · Kilns · 4 upvotes"
    assert 'data-paper="doe/21"' in html
    assert 'data-open="doe/21"' in html
    assert "data-ask-found" not in html


def test_of_many_papers_the_first_are_shown_and_the_others_counted() -> None:
    papers = [Paper(f"p{number}", f"Paper {number}", "Clay.") for number in range(1250)]
    html = rows_of(papers)
    assert html.count("<li>") == SHOWN
    assert "1,250 papers" in html
    assert "and 1,050 more" in html
    assert f'data-more="{2 * SHOWN}"' in html
    assert rows_of(papers, limit=2000).count("<li>") == 1250
    assert "more" not in rows_of(papers[:5])


def test_what_was_found_can_be_asked_alone() -> None:
    papers = [FULL, Paper("cats", "Cats", "Sleep."), Paper("pots", "Pots", "Clay.")]
    assert text_of(rows_of(papers, PaperQuery("pots"))).startswith("2 of 3 papers Tick all Ask only these 2")
    assert "Ask only this one" in rows_of(papers, PaperQuery("sleep"))
    assert text_of(rows_of(papers, PaperQuery("nothing"))) == "0 of 3 papers"
    assert text_of(rows_of([])) == "No papers yet."


def test_a_paper_opens_with_its_abstract_record_link_and_bibtex() -> None:
    html = opened_paper(FULL)
    said = text_of(html)
    for part in ("Clay holds heat.", "Jana Doe; Max Roe; Ann Poe", "2021-05", "Kilns", "heat", "10.1/x", "2101.00001",
                 "a.bib, entry 1", "doe/21", "cut off", "@article{doe2021pots,"):  # fmt: skip
        assert part in said, part
    link = '<a href="https://example.org/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">'
    assert link in html
    assert "removed" in text_of(opened_paper(None))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", 'x" onclick="y'])
def test_only_http_links_are_links(url: str) -> None:
    assert "<a " not in opened_paper(Paper("p", "T", "A.", url=url))


def test_nothing_of_a_paper_or_a_file_is_markup() -> None:
    source = Source(EVIL, EVIL)
    paper = Paper(EVIL, EVIL, EVIL, EVIL, (EVIL,), sources=(source,), venue=EVIL, keywords=(EVIL,), doi=EVIL)
    trouble = (Unreadable(EVIL, EVIL, EVIL),)
    report = IngestReport((EVIL,), (), (), trouble, notes=trouble)
    scope = Conditions(None, (EVIL,), EVIL, (EVIL,), EVIL, (EVIL,))
    pieces = (rows_of([paper], PaperQuery("img")), opened_paper(paper), preview_of(Preview((paper,), report), EVIL),
              report_of(report), problem(EVIL), scope_line(scope, [EVIL]), scope_note(scope))  # fmt: skip
    for html in pieces:
        assert "<img" not in html
        assert EVIL.split("onerror")[0] not in html
        assert re.sub(r"<[^<>]*>", "", html).count("<") == 0


def test_a_preview_tells_what_is_new_what_is_known_and_what_was_refused() -> None:
    known = Paper("lids", "Lids", "Heat.", "2020")
    refused = Unreadable("a.bib", "entry 3", "no abstract")
    report = IngestReport(("doe/21",), ("lids",), ("cats",), (refused,), notes=(Unreadable("a.bib", "e 1", "odd"),))
    said = text_of(preview_of(Preview((FULL, known), report), "mine"))
    assert said.startswith("2 papers to keep in “mine”, 1 refused. 1 paper known already.")
    assert "Pots & Pans Jana Doe, Max Roe, Ann Poe 2021-05 new" in said
    assert "Lids 2020 known: completed or updated" in said
    assert "Refused (1) a.bib, entry 3: no abstract" in said
    assert "Left out or noted (1) a.bib, e 1: odd" in said


def test_a_report_counts_what_became_of_the_records() -> None:
    report = IngestReport(("a", "b"), ("c",), (), (Unreadable("f", "line 2", "no title"),), merged=("c",))
    said = "Kept. added 2 updated 1 merged 1 unchanged 0 failed 1 Refused (1) f, line 2: no title"
    assert text_of(report_of(report)) == said
    assert 'value="3" max="10"' in progress_of(3, 10)
    assert "Reading" in progress_of(0, 0)


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        (Conditions(papers=("a",)), "1 paper"),
        (Conditions(papers=("a", "b"), years=(2019, 2021)), "2 papers from 2019 to 2021"),
        (Conditions((2019, 2019), ("Doe", "Roe")), "papers 2019 by Doe and Roe"),
        (Conditions((None, 2020), venue="Kilns", keywords=("heat",)), "papers to 2020 in Kilns on heat"),
        (Conditions(source="a.bib"), "papers out of a.bib"),
    ],
)
def test_the_scope_is_told_in_words(scope: Conditions, said: str) -> None:
    assert text_of(scope_note(scope)) == f"Asked of {said} only"
    assert text_of(scope_line(scope)) == f"Asking only {said} Ask all"


def test_the_scope_names_its_first_papers() -> None:
    scope = Conditions(papers=tuple("abcde"))
    assert "5 papers : “A”; “B”; “C” and 2 more" in text_of(scope_line(scope, ["A", "B", "C"]))
    assert scope_line(None) == scope_note(None) == ""


def test_the_fields_of_the_library_say_what_is_wanted() -> None:
    wanted = query_of("clay", "title", "2019", "20", "doe", "", "heat", None)
    assert wanted == PaperQuery("clay", (2019, None), "doe", "", "heat", "", "title")
    assert [year_typed(text) for text in (" 2019 ", "", "201", "twenty", "２０１９")] == [2019, None, None, None, None]
