"""Papers and answers made for the tests of how they look, and what stands in their HTML."""

import re
from html.parser import HTMLParser

from index_store.records import Paper, Sentence
from rag.answer import Answer, AnswerSentence, Citation, NearPaper, Support, Timings
from rag.retrieval.evidence import Evidence

POTS = Paper("pots", "Pots That Boil", "We study pots. A pot of 3 litres boils in 12 minutes. Copper is faster.")
LIDS = Paper("lids", "A Survey of Lids", "Lids keep heat inside. A lid saves 40% of the fuel.")


class Elements(HTMLParser):
    """The elements of some HTML: names, attributes, and the text of all and of each with an id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        return [value for found in self.attributes if (value := found.get(name)) is not None]


def cite(number: int, paper: Paper, quote: str, field: str = "abstract") -> Citation:
    text = paper.title if field == "title" else paper.abstract
    start = text.index(quote)
    return Citation(number, paper, quote, start, start + len(quote), "supported", field)  # type: ignore[arg-type]


def answered(text: str, *citations: Citation, supports: tuple[Support, ...] = ("supported",)) -> Answer:
    bare = re.sub(r" ?\[\d+\]", "", text)
    texts = re.findall(r"[^.]+\.", bare) if len(supports) > 1 else [bare]
    numbers = tuple(citation.number for citation in citations)
    sentences = tuple(AnswerSentence(t.strip(), numbers, s) for t, s in zip(texts, supports, strict=True))
    status = "answered" if set(supports) == {"supported"} else "partial"
    return Answer("Q?", "Q?", status, text, sentences, citations, (), (), {}, None, "m", "i", Timings())  # type: ignore[arg-type]


def abstained(*near: NearPaper) -> Answer:
    return Answer("Q?", "Q?", "abstained", "No.", (), (), near, (), {}, None, "m", "i", Timings())


def evidence(paper: Paper, number: int, text: str) -> Evidence:
    start = paper.abstract.index(text)
    return Evidence(Sentence(paper.paper_id, number, text, start, start + len(text)), paper, 0.5)
