"""Formulas in abstracts and answers, set by the library that comes with Gradio."""

import pytest
from playwright.sync_api import expect

from index_store.records import Paper
from rag.ingest.indexing import build_index
from rag.models.embedder.embedding import Embedder
from rag.retrieval.library import Library
from tests.ui.page_actions import ask, words
from ui.answers.text_markup import markup
from ui.maths_library import maths_head


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("costs $5 and $6 <b>", "costs $5 and $6 &lt;b&gt;"),
        ("needs $O(n < m)$ steps", 'needs <span class="maths">$O(n &lt; m)$</span> steps'),
        ("as $$x^2$$ shows", 'as <span class="maths">$$x^2$$</span> shows'),
        ("$a$ and $b$", '<span class="maths">$a$</span> and <span class="maths">$b$</span>'),
    ],
)
def test_formulas_are_marked_and_prices_are_not(text: str, html: str) -> None:
    assert markup(text) == html


def test_this_gradio_has_the_library() -> None:
    assert 'name="maths-script" content="assets/katex-' in maths_head()


@pytest.mark.browser
def test_a_formula_is_set_and_a_bad_one_stays(make_assistant, open_page, embedder: Embedder, tmp_path) -> None:
    abstract = (
        "Kettles boil in $O(n^2)$ minutes. They cost $5 or $6. "
        r"Their law is $\frac{a}{b$ and \(\href{javascript:alert(1)}{x}\)."
    )
    build_index(tmp_path / "maths", [Paper("m", "Kettles of $n$ Litres", abstract)], embedder).close()
    library = Library(tmp_path / "maths", embedder)
    page = open_page(make_assistant(lambda prompt: words("Kettles boil in $O(n^2)$ minutes."), library))
    ask(page, "In how many minutes do kettles boil?")
    expect(page.locator("#t1 .answer .maths .katex")).to_have_count(1)
    expect(page.locator("#sources mark .maths .katex")).to_have_count(1)
    expect(page.locator("#sources h3 .katex")).to_have_count(1)
    expect(page.locator("#sources .card p").last).to_contain_text(r"They cost $5 or $6. Their law is $\frac{a}{b$ and")
    assert page.locator("#sources a[href^=javascript]").count() == 0
    library.index.close()
