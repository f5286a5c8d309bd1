"""Clauses on the first and on the second of two things."""

import pytest

from rag.question.clauses import first_and_second, with_name


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        (
            "Compare A with B: how large is the former, and what does the latter do?",
            ("how large is the former", "what does the latter do"),
        ),
        ("A and B - size of the first, age of the second?", ("size of the first", "age of the second")),
        (
            "Both boil. How fast is the first and how large the second?",
            ("How fast is the first", "how large the second"),
        ),
        ("What is the first of A and B?", None),
        ("How large is A, and how fast is B?", None),
    ],
)
def test_what_is_asked_of_each_of_two_is_told_apart(question: str, clauses: tuple[str, str] | None) -> None:
    assert first_and_second(question) == clauses


def test_a_name_stands_in_its_place_however_it_is_spelled() -> None:
    assert with_name("how large is the former model", r"$\alpha$-Net") == r"how large is $\alpha$-Net"
