"""An answer, its papers and a conversation as files whose names are safe."""

import json

import pytest

from tests.ui.conversations.made_turns import LIDS, POTS, answered
from ui.conversations.taken_along import file_name, take_all, take_along


def test_an_answer_is_taken_along_in_three_forms() -> None:
    answer = answered().answer
    markdown, bibtex, record = (take_along(answer, form) for form in ("markdown", "bibtex", "json"))
    assert markdown.name == "abstract-qa-how-fast-does-a-clay-pot-boil.md"
    assert "\\[1\\] Jana Doe. Pots That Boil. 2021. <https://pots.example/1>" in markdown.text
    assert bibtex.name.endswith(".bib")
    assert bibtex.text.startswith("@misc{doe2021pots")
    assert json.loads(record.text) == json.loads(json.dumps(answer.to_dict()))
    assert LIDS.title not in bibtex.text
    assert POTS.title in bibtex.text


def test_a_conversation_is_one_file_with_the_references_of_each_answer() -> None:
    taken = take_all([answered("What boils?").answer, answered("And what *does not*?").answer])
    assert taken.name == "abstract-qa-what-boils-conversation.md"
    assert taken.text.startswith("# What boils?\n\n---\n\n**What boils?**")
    assert taken.text.count("\\[1\\] Jana Doe") == 2
    assert "**And what \\*does not\\*?**" in taken.text


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("../../etc/passwd", "abstract-qa-etc-passwd"),
        ("con", "abstract-qa-con"),
        ("???", "abstract-qa"),
        ("", "abstract-qa"),
        ("a\u202egpj.exe <b>", "abstract-qa-a-gpj-exe-b"),
        ("x" * 300, "abstract-qa-" + "x" * 50),
        ("Wie heiß?", "abstract-qa-wie-heiß"),
    ],
)
def test_names_of_files_are_made_of_the_questions_words(question: str, name: str) -> None:
    assert file_name(question) == name
