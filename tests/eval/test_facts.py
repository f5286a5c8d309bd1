"""The rule by which an answer states its facts."""

import pytest

from eval.sets.facts import has_facts


@pytest.mark.parametrize(
    ("answer", "groups", "right"),
    [
        ("They are 4.31 times faster [1].", [["4.31x"]], True),
        ("They are 4.31× faster.", [["4.31 times"]], True),
        ("They are 14.31 times faster.", [["4.31 times"]], False),
        ("They are 4.312 times faster.", [["4.31"]], False),
        ("They gain 3.9% on one.", [["3.9%"]], True),
        ("They gain 13.9% on one.", [["3.9%"]], False),
        ("They gain 3.9 on one.", [["3.9%"]], False),
        ("There are 130 of them [12].", [["12"]], False),
        ("There are 1,000 of them.", [["1000"]], True),
        ("It is 10⁵ times more.", [["10^5"]], True),
        ("It uses CODEBERT.", [["CodeBERT"]], True),
        ("It uses GraphCodeBERT.", [["CodeBERT"]], False),
        ("It translates documents.", [["translat"]], True),
        ("Encoder and decoder.", [["encoder"], ["decoder"]], True),
        ("Only the encoder.", [["encoder"], ["decoder"]], False),
        ("有17.43%的提高", [["17.43%"]], True),
        ("Whatever.", [], True),
    ],
)
def test_facts(answer: str, groups: list[list[str]], right: bool) -> None:
    assert has_facts(answer, groups) is right
