"""Build the Answer: an answer with citations, or an abstention with the nearest papers."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index_store.paper_conditions import Conditions
from index_store.records import Paper, RetrievedPassage
from rag.answer import Answer, AnswerSentence, Citation, Grounded, LeftOut, NearPaper, Refused, Status, Timings
from rag.plan.plan import Plan
from rag.question.asked import Question
from rag.refusing.refusal import Refusal
from rag.refusing.said_by_records import said_by_records
from rag.retrieval.library import Library
from rag.text.orders import is_order

NEAREST = 3  # papers that an abstention lists


@dataclass(frozen=True)
class Reply:
    """What every answer to one question has in common.

    `model` is the name of what wrote the answer. `started`, `retrieved` and `first_written` are times by
    time.monotonic(): of the question, of the sources, and of the model's first word (None if it wrote nothing).
    `among` are the conditions on the papers that are asked; None: all are. `plan` is how the question was read.
    """

    question: Question
    library: Library
    passages: Sequence[RetrievedPassage]
    model: str
    started: float
    retrieved: float
    first_written: float | None = None
    among: Conditions | None = None
    plan: Plan = Plan()

    def answer(
        self,
        grounded: Grounded,
        missing: Sequence[str] = (),
        cut_off: bool = False,
        left_out: tuple[LeftOut, ...] = (),
    ) -> Answer:
        """Return a grounded answer; without sentences an abstention with its text as the reason, if it has one.

        An answer is partial if it was cut off, or if `missing` has sentences that say which parts have no answer.
        """
        if grounded.sentences:
            status: Status = "partial" if cut_off or missing else "answered"
            text = " ".join([grounded.text, *missing])
            given = self._answer(status, text, grounded.sentences, grounded.citations)
            return replace(given, left_out=left_out)
        if grounded.text:
            return self._abstention(grounded.text)
        return self.refusal(Refusal("absent"))

    def refusal(self, refusal: Refusal) -> Answer:
        """Return the abstention for a reason, with the nearest papers."""
        quote = f"“{refusal.evidence.sentence.text}”" if refusal.evidence else ""
        why = self._refused(refusal)
        if refusal.reason == "premise" and refusal.evidence:
            named = _named(refusal.evidence.paper)
            return self._abstention(f"The question assumes something that {named} contradicts: {quote}", why)
        if of_records := said_by_records(self.question.text, self.library.index.table, self.among):
            return self._abstention(of_records)
        if refusal.paper_id:
            silent = f"{_named(self.library.paper(refusal.paper_id))} is here, but its abstract does not say that."
            return self._abstention(f"{silent} The sentence that comes nearest: {quote}" if quote else silent, why)
        return self._abstention("These abstracts do not answer that.", why)

    def _refused(self, refusal: Refusal) -> Refused:
        """Return the reason as the Answer tells it."""
        quote = refusal.evidence.sentence.text if refusal.evidence else ""
        if refusal.reason == "premise" and refusal.evidence:
            return Refused("premise", refusal.evidence.paper, quote)
        return Refused("silent", self.library.paper(refusal.paper_id), quote) if refusal.paper_id else Refused("absent")

    def _abstention(self, text: str, why: Refused | None = None) -> Answer:
        nearest = sorted(self.passages, key=lambda p: -p.dense_score)[:NEAREST]
        near = tuple(NearPaper(self.library.paper(p.chunk.paper_id), p.dense_score) for p in nearest)
        return replace(self._answer("abstained", text, nearest=near), refused=why)

    def _answer(
        self,
        status: Status,
        text: str,
        sentences: tuple[AnswerSentence, ...] = (),
        citations: tuple[Citation, ...] = (),
        nearest: tuple[NearPaper, ...] = (),
    ) -> Answer:
        return Answer(
            question=self.question.asked,
            standalone_question=self.question.standalone,
            status=status,
            text=text,
            sentences=sentences,
            citations=citations,
            nearest=nearest,
            passages=tuple(self.passages),
            titles={p.chunk.paper_id: self.library.paper(p.chunk.paper_id).title for p in self.passages},
            plan=self.plan,
            model=self.model,
            index=self.library.index.name,
            timings=self._timings(),
        )

    def _timings(self) -> Timings:
        moments = (self.retrieved, self.first_written, time.monotonic())
        return Timings(*(None if moment is None else round((moment - self.started) * 1000) for moment in moments))


def _named(paper: Paper) -> str:
    """Return the name of a paper in a sentence: its title, unless that gives orders."""
    return "“(title not shown)”" if is_order(paper.title) else f"“{paper.title}”"
