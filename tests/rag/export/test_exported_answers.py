"""An answer taken along: its references, its papers, and nothing in it that Markdown would read as markup."""

import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from index_store.records import Paper
from rag.answer import Answer, AnswerSentence, Citation, Timings
from rag.export.answers import cited_papers, to_markdown

ABSTRACT = "Linen held 71 N. Wool held *half* of that <b>only</b>."
PAPER = Paper("x", "Yarn [a survey]", ABSTRACT, "2021-05", ("Jana Doe",), venue="Yarn Letters", doi="10.9/y")


def answer(*citations: Citation) -> Answer:
    sentences = (AnswerSentence("Linen held 71 N", (1,), "supported"),)
    return Answer(
        "What did _linen_ hold?", "", "answered", "Linen held 71 N [1].", sentences, citations, (), (), {}, None,
        "m", "i", Timings(),
    )  # fmt: skip


def test_an_answer_in_markdown_has_its_references_with_their_quotes() -> None:
    quote = ABSTRACT[17:]
    text = to_markdown(answer(Citation(1, PAPER, quote, 17, len(ABSTRACT), "supported")))
    assert text.startswith("**What did \\_linen\\_ hold?**\n\nLinen held 71 N \\[1\\].\n\n")
    assert "\\[1\\] Jana Doe. Yarn \\[a survey\\]. Yarn Letters. 2021. doi:10.9/y" in text
    assert "> Wool held \\*half\\* of that \\<b\\>only\\</b\\>." in text


def test_a_paper_that_is_cited_twice_is_one_paper() -> None:
    cited = [Citation(number, PAPER, "Linen", 0, 5, "supported") for number in (1, 2)]
    assert cited_papers(answer(*cited)) == [PAPER]


@pytest.mark.parametrize(
    "evil",
    [
        "![x](https://evil.example/p.png)", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>",
        "https://evil.example/p", "see www.evil.example", "![x][y]", "# big", "- item", "12. item", "===", "$x$ `c`",
        "&lt;b&gt;", "a\u202ereversed", "x\n\n[y]: https://evil.example", "| a | b |\n|---|---|", "<https://evil.example>",
    ],
)  # fmt: skip
def test_text_of_papers_and_models_is_never_markup(evil: str) -> None:
    paper = replace(PAPER, title=evil, abstract=evil, authors=(evil,), venue=evil, doi=None, url=None)
    cited = Citation(1, paper, evil, 0, len(evil), "supported")
    text = to_markdown(replace(answer(cited), question=evil, text=evil))
    rendered = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    kinds = {token.type.removesuffix("_open") for one in rendered for token in (one, *(one.children or ()))}
    assert kinds - {"paragraph_close", "blockquote_close", "strong_close"} <= {
        "paragraph", "inline", "text", "text_special", "strong", "blockquote", "softbreak"
    }  # fmt: skip
    assert not re.search(r"(?<!\\)://|www\.(?!\\)|\u202e", text)
