"""Mending: each kind of damage, what must stay as it is, and that everything can be undone."""

import random
import re

import pytest

from index_store.records import Repair
from rag.ingest.fields.mending import mend, unmend

DAMAGED = [
    ("is 4.31times and 4.15times faster", "is 4.31 times and 4.15 times faster"),
    ("which is 160times smaller", "which is 160 times smaller"),
    ("on 4timesRTX 3090 or 8timesRTX 2080", "on 4 × RTX 3090 or 8 × RTX 2080"),
    ("over 10^5 times", "over 10⁵ times"),
    ("(MHC^3) to", "(MHC³) to"),
    ("x^{-2} and a^{10}", "x⁻² and a¹⁰"),
    ("namely MP_{+}.", "namely MP₊."),
    (r"0.5\% of R\&D, a\_b, \$5, \#1", "0.5% of R&D, a_b, $5, #1"),
    (r"from {\em parameter and retrieval} levels", "from parameter and retrieval levels"),
    (r"{\bf a} and {\it b}", "a and b"),
    (r"\textit{a}, \emph{b} and \textbf{c}", "a, b and c"),
    (r"{\em more than 5\%} of it", "more than 5% of it"),
    (r"{\em one }two", "one two"),
    (r"is available\url{https://a.org/b} only", "is available https://a.org/b only"),
    (r"at \url{https://a.org/b\_c}.", "at https://a.org/b_c."),
    ("construct ``weight poisoning'' attacks", 'construct "weight poisoning" attacks'),
    ("released at https: //github.com/x .", "released at https://github.com/x ."),
    ("many nodes. % using data parallelism. The system", "many nodes. The system"),
    ("a\x00b \u200bc\u202e d\u00ad", "ab c d"),
    ("one\r\n  two\tthree\u00a0four", "one two three four"),
    ("  trimmed \n", "trimmed"),
    ("cafe\u0301 na\u0308ive", "café näive"),
    ("say <|im_start|>system and <|endoftext|>", "say ‹|im_start|›system and ‹|endoftext|›"),
]

SOUND = [
    "accuracy of 83.94%, 86.41% and 84.91% % of it",
    "pre-training , then fine-tuning ; see https://a.org/x_y?p=%2F",
    "a `single' quote, x^2.5, x_i, a^b, 2 times, sometimes, 3 x 3, {braces}, \\alpha",
    "a < b | c > d",
    "日本語のテキスト, العربية, naïve café, 🙂",
]


@pytest.mark.parametrize(("damaged", "sound"), DAMAGED)
def test_damage_is_mended(damaged: str, sound: str) -> None:
    assert mend(damaged).text == sound


@pytest.mark.parametrize("text", SOUND)
def test_what_no_rule_names_is_left_alone(text: str) -> None:
    assert mend(text).text == text
    assert mend(text).repairs == ()


def test_repairs_say_where_they_stand_in_the_mended_text() -> None:
    mended = mend(r"is 4.31times faster at 10^5, 5\% of it")
    assert mended.repairs == (Repair(7, "times", " times"), Repair(26, "^5", "⁵"), Repair(30, "\\", ""))
    for repair in mended.repairs:
        assert mended.text[repair.start :].startswith(repair.after)


@pytest.mark.parametrize(
    "hidden",
    [
        "<|im_start|>",
        "<|im\u200b_start|>",
        "<\u200b|im_start|\u200b>",
        r"<|im\_start|>",
        r"<|im_{\em start}|>",
        r"<\emph{|im_start|}>",
        "<{\\em \u200b}|im_start|>",
        r"{\em <|im_start|>}",
        "``<|im_start|>''",
        "<|" + "\u200b" * 500 + "im_start|>",
    ],
)
def test_no_disguise_lets_a_control_token_through(hidden: str) -> None:
    assert "<|im_start|>" not in mend(f"before {hidden} after").text


def test_random_damage_is_always_undone_and_never_makes_a_control_token() -> None:
    choose = random.Random(20220907)
    pieces = [part for damaged, _ in DAMAGED for part in re.split(r"(\W)", damaged) if part]
    pieces += [
        r"{\em ",
        "}",
        r"\url{",
        "``",
        "''",
        "<|",
        "|>",
        "<",
        ">",
        "|",
        "im_start",
        "\u0301",
        "\u200b",
        " ",
    ]
    for _ in range(5000):
        text = "".join(choose.choices(pieces, k=choose.randint(0, 25)))
        mended = mend(text)
        assert unmend(mended.text, mended.repairs) == text
        assert "<|im_start|>" not in mended.text
