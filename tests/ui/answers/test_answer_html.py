"""Answers and sources as HTML: nothing of a paper, a question or a model is ever markup."""

import re
from dataclasses import replace

import pytest

from index_store.records import Paper
from rag.answer import NearPaper, Refused
from rag.collection.collected import COLLECTION
from tests.ui.answers.made_answers import LIDS, POTS, Elements, abstained, answered, cite, evidence
from ui.answers import source_cards, turns
from ui.answers.answer_text import answer

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' ![x](http://example.org/x.png) {{value}} ${1+1}"
EVIL_PAPER = Paper(
    "e", f"Title {EVIL}", f"Abstract {EVIL} ends.", published=EVIL, authors=(EVIL,), url=f"https://a/{EVIL}"
)


@pytest.mark.parametrize(
    "html",
    [
        turns.turn(1, EVIL, ""),
        turns.draft(EVIL),
        turns.notice(EVIL),
        turns.status(EVIL, 3.0),
        turns.understood("asked", EVIL),
        answer(1, answered(f"{EVIL} [1].", cite(1, EVIL_PAPER, EVIL_PAPER.abstract))),
        answer(1, abstained(NearPaper(EVIL_PAPER, 0.4))),
        source_cards.found_sources(1, [evidence(EVIL_PAPER, 0, EVIL_PAPER.abstract)]),
        source_cards.cited_sources(1, answered(f"{EVIL} [1].", cite(1, EVIL_PAPER, EVIL_PAPER.abstract)), []),
        source_cards.cited_sources(1, answered("T [1].", cite(1, EVIL_PAPER, EVIL_PAPER.title, "title")), []),
    ],
)
def test_hostile_text_stays_text(html: str) -> None:
    elements = Elements(html)
    assert not {"script", "img"} & set(elements.names)
    assert not [name for found in elements.attributes for name in found if name.startswith("on") or name == "src"]
    assert EVIL in elements.text


def test_only_listed_markers_become_links() -> None:
    html = answer(3, answered("It boils [1] [2][7].", cite(1, POTS, "We study pots.")))
    elements = Elements(html)
    assert [href for href in elements.values("href") if "-c" in href] == ["#t3-c1"]
    assert "It boils [1] [2][7]." in elements.text


def test_links_lead_to_marks_of_the_exact_sentences() -> None:
    given = answered(
        "It boils in 12 minutes [1]. A lid saves 40% [2].",
        cite(1, POTS, "A pot of 3 litres boils in 12 minutes."),
        cite(2, LIDS, "A lid saves 40% of the fuel."),
    )
    links = [href[1:] for href in Elements(answer(2, given)).values("href")]
    sources = source_cards.cited_sources(2, given, [])
    assert links == ["t2-c1", "t2-c2"]
    assert set(links) <= set(Elements(sources).values("id"))
    assert re.search(r'<mark id="t2-c1"[^>]*><b>1</b>A pot of 3 litres boils in 12 minutes\.</mark>', sources)
    assert Elements(sources).text.replace("Wrong citation?", "") == (
        "CitedPots That BoilWe study pots. 1A pot of 3 litres boils in 12 minutes. Copper is faster."
        "A Survey of LidsLids keep heat inside. 2A lid saves 40% of the fuel."
    )


def test_ids_are_unique_in_a_turn_and_between_turns() -> None:
    given = answered("So [1][2].", cite(1, POTS, "We study pots."), cite(2, POTS, "Copper is faster."))
    pieces = [turns.turn(n, "Q?", answer(n, given)) + source_cards.cited_sources(n, given, []) for n in (1, 2, 11)]
    ids = Elements("".join(pieces)).values("id")
    assert len(ids) == 12
    assert len(set(ids)) == 12


def test_a_sentence_supported_in_part_is_marked_and_the_others_are_not() -> None:
    given = answered(
        "Pots boil [1]. Copper is faster [1].",
        cite(1, POTS, "We study pots."),
        supports=("supported", "partial"),
    )
    html = answer(1, given)
    partial = re.findall(r'<span class="sentence partial">(.*?)</span>', html, re.DOTALL)
    assert len(partial) == 1
    assert Elements(partial[0]).text == "Copper is faster [1]."
    assert Elements(html).values("aria-label") == [
        "Source 1, states it: Pots That Boil",
        "Source 1, says it in part or in other words: Pots That Boil",
    ]
    assert Elements(source_cards.cited_sources(1, given, [])).values("data-support") == [
        "states it; says it in part or in other words"
    ]


def test_the_key_says_what_the_looks_that_are_there_mean() -> None:
    plain, dotted = "Plain: the cited sentence states it.", "Dotted: the cited sentence says it in part"
    cited = cite(1, POTS, "We study pots.")
    text = Elements(answer(1, answered("Pots boil [1].", cited))).text
    assert plain in text
    assert dotted not in text
    text = Elements(answer(1, answered("Pots boil [1].", cited, supports=("partial",)))).text
    assert dotted in text
    assert plain not in text
    assert 'class="key"' not in answer(1, answered("There are 2 papers."))


def test_a_paper_in_a_list_is_said_to_come_nearest_and_a_record_to_state() -> None:
    listed = replace(answered("Pots boil [1].", cite(1, POTS, "We study pots.")), model=COLLECTION)
    assert 'data-support="comes nearest to what was asked"' in answer(1, listed)
    assert 'data-support="comes nearest to what was asked"' in source_cards.cited_sources(1, listed, [])
    assert 'class="key"' not in answer(1, listed)
    of_record = replace(listed, citations=tuple(replace(c, field="metadata") for c in listed.citations))
    assert 'data-support="states it"' in answer(1, of_record)


def test_a_sentence_in_the_words_of_the_paper_is_marked_as_quoted() -> None:
    given = answered("Pots boil [1].", cite(1, POTS, "We study pots."))
    assert "quoted" not in answer(1, given)
    quoted = replace(given, sentences=(replace(given.sentences[0], kind="quoted"),))
    assert '<span class="sentence quoted">' in answer(1, quoted)
    assert "Italic: in the words of the paper." in Elements(answer(1, quoted)).text


def test_an_abstention_names_the_nearest_papers_with_their_scores() -> None:
    text = Elements(answer(1, abstained(NearPaper(POTS, 0.412), NearPaper(LIDS, 0.38)))).text
    assert re.search(r"^No\..*0\.41 Pots That Boil.*0\.38 A Survey of Lids", text)
    assert "Nearest" not in Elements(answer(1, abstained())).text


def test_a_refusal_about_a_paper_marks_its_nearest_sentence_and_offers_other_papers() -> None:
    near = (NearPaper(POTS, 0.412), NearPaper(LIDS, 0.38))
    given = replace(abstained(*near), refused=Refused("silent", POTS, "Copper is faster."))
    assert Elements(answer(1, given)).values("data-paper") == ["lids"]
    found = [evidence(POTS, 0, "We study pots."), evidence(POTS, 2, "Copper is faster.")]
    assert "We study pots. … <mark>Copper is faster.</mark>" in source_cards.cited_sources(1, given, found)


def test_a_question_pasted_by_mistake_is_shown_cut() -> None:
    text = Elements(turns.turn(1, "word " * 2000, "")).text
    assert len(text) < 500
    assert text.endswith("…")
    assert Elements(turns.turn(1, "  ", "")).text == "(nothing)"


def test_how_a_follow_up_was_read_is_said_only_when_it_differs() -> None:
    assert turns.understood("What  is it?", "What is it?") == ""
    line = turns.understood("And it?", "What is Compressor? And it?")
    assert "Read as: What is Compressor? And it?" in Elements(line).text
