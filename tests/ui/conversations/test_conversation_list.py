"""The list of conversations and the bar under an answer as HTML: nothing in them is markup."""

import re

from tests.ui.conversations.made_turns import answered
from ui.answers.answer_bar import answer_bar
from ui.conversations.conversation_list import conversation_list
from ui.conversations.conversation_store import Conversation

NOW = 1_700_000_000.0
EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>'


def test_a_conversation_stands_with_its_title_its_answers_and_its_day() -> None:
    listed = [Conversation("a", "What boils?", NOW, 1), Conversation("b", "And?", NOW - 86_400 * 9, 3)]
    html = conversation_list(listed, "b", NOW)
    assert re.search(r'data-open="a"><bdi>What boils\?</bdi><small>1 answer · today \d\d:\d\d</small>', html)
    assert re.search(
        r'data-open="b" aria-current="true"><bdi>And\?</bdi><small>3 answers · 2023-\d\d-\d\d</small>', html
    )
    assert 'data-delete="a" aria-label="Delete: What boils?"' in html


def test_an_empty_list_says_why() -> None:
    assert "None yet" in conversation_list([], "", NOW)
    assert "None has all of these words" in conversation_list([], "", NOW, "boil")


def test_a_poisoned_title_is_text() -> None:
    html = conversation_list([Conversation(EVIL, EVIL, NOW, 1)], "", NOW)
    html += answer_bar(1, answered(EVIL, EVIL).answer)
    assert "<img" not in html
    assert "<script" not in html


def test_the_bar_offers_each_citation_as_the_wrong_one() -> None:
    html = answer_bar(3, answered().answer)
    assert 'data-turn="3"' in html
    assert '<option value="1">[1] Pots That Boil</option>' in html
    assert "disabled" not in html


def test_an_answer_without_citations_has_no_bibtex() -> None:
    answer = answered().answer
    bare = answer.__class__(**{**vars(answer), "citations": ()})
    assert 'data-take="bibtex" disabled title="Nothing is cited"' in answer_bar(1, bare)
    assert "optgroup" not in answer_bar(1, bare)
