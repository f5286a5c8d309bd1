"""An answer taken along: its references, its papers, and nothing in it that Markdown would read as markup."""

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
