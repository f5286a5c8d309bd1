"""Made answers of made papers: what a kept conversation must show again is known by heart."""

from index_store.records import Paper, Sentence
from rag.answer import Answer, AnswerSentence, Citation, NearPaper, Timings
from rag.retrieval.evidence import Evidence
from ui.conversations.kept_turn import KeptTurn

ABSTRACT = "We boil water. A clay pot of 3 litres boils water in 12 minutes. Copper is faster."
QUOTE = "A clay pot of 3 litres boils water in 12 minutes."
POTS = Paper("pots", "Pots That Boil", ABSTRACT, "2021-05", ("Jana Doe",), url="https://pots.example/1")
LIDS = Paper("lids", "A Survey of Lids", "Lids keep heat inside.")


def answered(question: str = "How fast does a clay pot boil?", text: str = "It takes 12 minutes") -> KeptTurn:
    start = ABSTRACT.index(QUOTE)
    citation = Citation(1, POTS, QUOTE, start, start + len(QUOTE), "partial")
    sentence = AnswerSentence(f"{text}.", (1,), "partial")
    answer = Answer(
        question, question, "answered", f"{text} [1].", (sentence,), (citation,), (NearPaper(LIDS, 0.4),), (), {}, None,
        "m", "i", Timings(3, None, 9),
    )  # fmt: skip
    found = Evidence(Sentence("lids", 0, LIDS.abstract, 0, len(LIDS.abstract)), LIDS, 0.25)
    return KeptTurn(answer, (found,))
