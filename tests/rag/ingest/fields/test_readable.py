"""Texts as a reader would see them: what is decoded, what is cut off, and what stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.fields.abstract_text import bare, is_placeholder
from rag.ingest.fields.latex import printed
from rag.ingest.fields.mending import mend, unmend
from rag.ingest.fields.readable import readable

DECODED = [
    # LaTeX
    (r"On the Erd\H{o}s--R\'enyi graph of $p$-adic Schr\"odinger", "On the Erdős–Rényi graph of $p$-adic Schrödinger"),
    (r"P. \v{S}koda and {\v S}koda", "P. Škoda and Škoda"),
    (r"na{\"\i}ve Garc\'{\i}a, Garc\'\i a", "naïve García, García"),
    (r"reached {\textemdash} rules", "reached — rules"),
    (r"Series of {{River-Gauge}}", "Series of River-Gauge"),
    (r"95{\%} of R{\&}D, 95\% of R\&D", "95% of R&D, 95% of R&D"),
    (r"Stra\ss e, \O re, \aa{}r, \AE sop", "Straße, Øre, år, Æsop"),
    (r"\textsc{Bert} is 10\,cm\ long for Poincar\'e", "Bert is 10 cm long for Poincaré"),
    (r"H\textsubscript{2}O and 10\textsuperscript{-4}", "H₂O and 10⁻⁴"),
    (r"Fig.~3 of Poincar\'e", "Fig. 3 of Poincaré"),
    (r"As in Fig.~3 of Doe~\citep{d}, it \cite[see][p.~3]{a,b} fell (\citealp*{x}).", "As in Fig. 3 of Doe, it fell."),
    ("As in Fig.~3, ~5 to 10~20 cm for x~N(0,1)", "As in Fig. 3, ~5 to 10~20 cm for x~N(0,1)"),
    (r"Poincar\'e, e.g.\ of ~5 cm~long \\ moss", "Poincaré, e.g. of ~5 cm long moss"),
    (r"Using {\it a priori} bounds", "Using a priori bounds"),
    (r"the \alpha-decay", "the α-decay"),
    # HTML and JATS
    ("12&#37; at 10&nbsp;cm (p&lt;0.05)", "12% at 10 cm (p<0.05)"),
    ("CO<sub>2</sub> uptake of &lt;i&gt;Sphagnum&lt;/i&gt; &amp; peat", "CO₂ uptake of Sphagnum & peat"),
    ("&amp;lt;b&amp;gt;Moss&amp;lt;/b&amp;gt;", "Moss"),
    ("10<sup>-4</sup>, 19<sup>th</sup>, H<sub>max</sub>, R<sup>d</sup>", "10⁻⁴, 19th, Hmax, R^d"),
    ("e<sup>-x/2</sup>", "e^(-x/2)"),
    ("<jats:title>Abstract</jats:title><jats:p>CO<jats:sub>2</jats:sub> fell.</jats:p>", "CO₂ fell."),
    ("<sec><title>Aim:</title><p>To do.</p></sec><title>Results</title><p>It was.</p>", "Aim: To do. Results: It was."),
    ('<p class="x">One<br/>two</p><!-- three -->', "One two"),
    (
        r"a <jats:tex-math>\documentclass{minimal}\begin{document}$$x^2$$\end{document}</jats:tex-math>"
        "<mml:math><mml:mi>x</mml:mi></mml:math> b",
        "a $$x^2$$ b",
    ),
    # what is hidden or hides
    ("a\x00b \u200bc\n  d\te", "ab c d e"),
    ("a &lt;|im_start|&gt; b", "a ‹|im_start|› b"),
    ("a <|im<b></b>_start|> b", "a ‹|im_start|› b"),
    ("$<|im_start|>$", "$‹|im_start|›$"),
    # a quotation mark that a program escaped is no accent; a guard of a spreadsheet is no text
    (r"He said \"hello\" twice", 'He said "hello" twice'),
    ("' =1+1 is a sum", "=1+1 is a sum"),
]  # fmt: skip

KEPT = [
    "p<0.05 and x < y and z > w and a<b>c",
    r"$\mathbb{Q}_p$ and $3.5\times 10^{-4}$ and $\|f\|_{L^2} \leq C\,n^{-1/2}$",
    r"\(L^2\) and \[x_{1}\] and $$\emph{x}_{2}$$ and \begin{equation}a^2\end{equation}",
    r"$ \alpha$ and $\pm$1 and $\ell$1-norm",
    "It costs $5 and $10, or US$7.",
    "labels in {0,1}, R&D at AT&T, https://a.org/?a=1&copy=2&lt=3",
    r"C:\temp\new and \foo{bar}",
    "models--a tool, use --verbose, ~5 cm",
    "日本語 العربية 🙂 naïve",
]


@pytest.mark.parametrize(("raw", "seen"), DECODED)
def test_what_a_reader_would_see(raw: str, seen: str) -> None:
    assert readable(raw).text == seen
    assert readable(seen).text == seen


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_markup_stays(text: str) -> None:
    assert readable(text).text == text


def test_line_ends_within_maths_are_mended_and_nothing_else() -> None:
    mended = mend("prove that $L^2\n  \\leq 4$ for 10^5")
    assert mended.text == "prove that $L^2 \\leq 4$ for 10⁵"
    assert unmend(mended.text, mended.repairs) == "prove that $L^2\n  \\leq 4$ for 10^5"


def test_a_value_of_bibtex_is_latex_as_a_whole() -> None:
    assert printed(r"{Byrrhula} in \{0,1\} and {\em {B}ert}, pages 1--9 of~it, 5\% % more") == (
        "Byrrhula in {0,1} and Bert, pages 1–9 of it, 5% % more"
    )
    assert printed(r"$\{x_{1}\}$ of \textbackslash{}alpha and \textbraceleft{}") == r"$\{x_{1}\}$ of \alpha and {"


NOTICES = (
    "© 2019 Example Ltd",
    "© 2020 Example BV. All rights reserved.",
    "Copyright © 2020, The Authors. Published by Example Ltd.",
    "Copyright 2021 Example, Inc.",
    "(c) 2020 Elsevier Ltd. All rights reserved.",
    "© The Author(s) 2021.",
    "All rights reserved.",
)


@pytest.mark.parametrize("notice", NOTICES)
def test_a_publishers_notice_is_cut_off_at_the_end_alone(notice: str) -> None:
    assert readable(f"Peat grows. It is wet. {notice}", bare).text == "Peat grows. It is wet."
    whole = f"{notice} is what we found on {'many ' * 60}pages. We counted them."
    assert readable(whole, bare).text == whole.strip()


@pytest.mark.parametrize("notice", [n for n in NOTICES if "©" in n and n.endswith(".")] + ["(C) 2020 J. A. Doe."])
def test_a_publishers_notice_is_a_sentence_before_an_abstract(notice: str) -> None:
    assert readable(f"{notice} Peat grows. It is wet.", bare).text == "Peat grows. It is wet."


@pytest.mark.parametrize(
    "text",
    [
        "We did (a) moss, (b) peat. (c) 2019 data show 5%.",
        "We use map data © 2019 OpenStreetMap contributors to plan routes.",
        "Abstract interpretation is a theory. It is sound.",
        "Summary statistics hide much. We show it.",
    ],
)
def test_what_only_looks_like_a_notice_or_a_heading_stays(text: str) -> None:
    assert readable(text, bare).text == text


@pytest.mark.parametrize("heading", ["Abstract\n", "ABSTRACT: ", "Abstract. ", "Abstract ", "Abstract", "Abstract — "])
def test_a_heading_is_cut_off(heading: str) -> None:
    assert readable(f"{heading}We count moss.", bare).text == "We count moss."


@pytest.mark.parametrize(
    "text",
    ["nan", "N/A", "n.a.", "None", "null", "-", "—", "...", "[No abstract available]", "Abstract not available", " "],
)
def test_placeholders_are_no_text(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["None of it", "Null results", "This paper has been withdrawn by the author.", "洪水"])
def test_short_texts_are_texts(text: str) -> None:
    assert not is_placeholder(text)


PIECES = [
    *(part for raw, _ in DECODED for part in raw.split(" ")),
    *"{}$\\<>&;|'\"`~^_%",
    *(
        " ",
        "\n",
        "\u200b",
        "--",
        "<|",
        "|>",
        "&amp;",
        "&lt;",
        "i>",
        "</",
        "{\\em ",
        "x",
        "2",
        "© 2019 A. ",
        "Abstract: ",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join) | st.text())
def test_what_was_read_once_is_never_changed_again(text: str) -> None:
    for cut in (str, bare):
        seen = readable(text, cut).text
        assert readable(seen, cut).text == seen
        assert readable(seen, cut).repairs == ()
        assert "<|im_start|>" not in seen


def test_what_never_comes_to_rest_is_refused() -> None:
    with pytest.raises(ValueError, match="encoded more than 20 times"):
        readable("{{" * 60 + "x" + "}}" * 60)
