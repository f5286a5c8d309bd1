"""One question on its way: what is known of it so far, and the Answer that comes of it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from index_store.records import Paper, RetrievedPassage
from rag.answer import Answer, AnswerSentence, Citation, Grounded, NearPaper, Status, Timings
from rag.question.asked import Question
from rag.retrieval.evidence import Evidence
from rag.retrieval.library import Library
from rag.text.orders import is_order

NEAREST = 3
ABOUT_IT = 0.4  # cosine from which the nearest passage is taken to be about what was asked


@dataclass
class Turn:
    """A question being answered; `retrieve_ms` and `first_token_ms` are None until they are known."""

    question: Question
    library: Library
    model: str
    passages: Sequence[RetrievedPassage] = ()
    retrieve_ms: int | None = None
    first_token_ms: int | None = None
    started: float = field(default_factory=time.monotonic)

    def milliseconds(self) -> int:
        """Return the time since the question came."""
        return round((time.monotonic() - self.started) * 1000)

    def retrieved(self, passages: Sequence[RetrievedPassage]) -> None:
        """Note what retrieval brought."""
        self.passages, self.retrieve_ms = passages, self.milliseconds()

    def wrote(self, piece: str) -> None:
        """Note that the model wrote something; an empty piece is nothing."""
        if piece and self.first_token_ms is None:
            self.first_token_ms = self.milliseconds()

    def abstention(self, reason: str = "") -> Answer:
        """Return an abstention with the nearest papers; `reason` is its text where there is a particular one."""
        nearest = sorted(self.passages, key=lambda p: -p.dense_score)[:NEAREST]
        near = tuple(NearPaper(self.library.paper(p.chunk.paper_id), p.dense_score) for p in nearest)
        return self._answer("abstained", reason or "These abstracts do not answer that.", nearest=near)

    def contradiction(self, denial: Evidence) -> Answer:
        """Return the abstention that shows the sentence which denies what the question assumes."""
        return self.abstention(
            f"The question assumes something that {_named(denial.paper)} contradicts: “{denial.sentence.text}”"
        )

    def silence(self, paper: Paper) -> Answer:
        """Return the abstention that says that a paper is here, and silent on what was asked."""
        return self.abstention(f"{_named(paper)} is here, but its abstract does not say that.")

    def answer(self, grounded: Grounded, missing: Sequence[str] = (), cut_off: bool = False) -> Answer:
        """Return the grounded answer, or an abstention when nothing of the draft could be grounded.

        An answer that was cut off, or lacks something, is a partial one; `missing` are sentences that say what. How
        well the rest is borne, each sentence tells.
        """
        if not grounded.sentences:
            return self._nothing(grounded.text)
        text = " ".join([grounded.text, *missing])
        status: Status = "partial" if cut_off or missing else "answered"
        return self._answer(status, text, grounded.sentences, grounded.citations)

    def _nothing(self, reason: str) -> Answer:
        """Return the abstention for `reason`; without one, for the silence of the paper found first if it is near."""
        about = next(iter(self.passages), None)
        if reason or about is None or about.dense_score < ABOUT_IT:
            return self.abstention(reason)
        return self.silence(self.library.paper(about.chunk.paper_id))

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
            model=self.model,
            index=self.library.index.name,
            timings=Timings(self.retrieve_ms, self.first_token_ms, self.milliseconds()),
        )


def _named(paper: Paper) -> str:
    """Return how a sentence speaks of a paper; a title that gives orders is not repeated."""
    return "“(title not shown)”" if is_order(paper.title) else f"“{paper.title}”"
