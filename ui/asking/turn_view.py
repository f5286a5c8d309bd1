"""A question as it stands after each event: what its turn, its sources and the status line show."""

from dataclasses import dataclass, replace

from rag.answer import Answer
from rag.events import AtOnce, CutOff, Event, SourcesFound, Stage, Step, TextWritten, Told, Waiting
from rag.retrieval.evidence import Evidence
from ui.answers import turns as shown
from ui.answers.answer_bar import answer_bar
from ui.answers.answer_text import answer
from ui.answers.source_cards import cited_sources, found_sources
from ui.answers.text_markup import counted
from ui.asking.shown_turn import ShownTurn

STAGES: dict[Step, str] = {
    "searching": "Searching",
    "planning": "Planning: how is the question meant?",
    "reading": "Reading",
    "writing": "Writing, not checked yet",
    "checking": "Checking each sentence",
}
EARLY = "Listed as the question was read at once; the language model reads it again."


@dataclass(frozen=True)
class TurnView:
    """One question on its way.

    `scope` says in HTML which papers are asked, empty for all. `began` is when the present stage began, in seconds
    since the question; `early` is the list that is shown before the language model has read the question.
    """

    number: int
    question: str
    scope: str = ""
    step: Step = "searching"
    began: float = 0.0
    ahead: int = 0
    read_as: str = ""
    written: str = ""
    cut_off: str = ""
    evidence: tuple[Evidence, ...] = ()
    found: bool = False
    early: Answer | None = None

    def after(self, event: Event | Told, seconds: float = 0.0) -> "TurnView":
        """Return the view after an event that came `seconds` after the question."""
        if isinstance(event, Stage):
            return replace(self, step=event.step, ahead=0, began=seconds)
        if isinstance(event, Waiting):
            return replace(self, ahead=event.ahead, began=seconds)
        if isinstance(event, AtOnce):
            return replace(self, evidence=event.found.evidence, found=True, early=event.answer)
        if isinstance(event, SourcesFound):
            read_as = shown.understood(self.question, event.question)
            return replace(self, evidence=event.evidence, found=True, read_as=read_as, early=None)
        if isinstance(event, TextWritten):
            return replace(self, written=self.written + event.text)
        if isinstance(event, CutOff):
            return replace(self, cut_off=f"Only what was written until then is shown. {event.reason}")
        return self

    @property
    def stage(self) -> str:
        """Return what is being done, for the status line."""
        if self.ahead:
            return f"{counted(self.ahead, 'question')} before yours"
        if self.step == "reading" and self.evidence:
            papers = len({e.paper.paper_id for e in self.evidence})
            return f"Reading {counted(len(self.evidence), 'sentence')} of {counted(papers, 'paper')}"
        return STAGES[self.step]

    @property
    def unfinished(self) -> ShownTurn:
        """Return the turn as it is shown until there is an answer."""
        if self.early:
            body = shown.notice(EARLY) + answer(self.number, self.early)
            return ShownTurn(self.question, self._turn(body), cited_sources(self.number, self.early, self.evidence))
        sources = found_sources(self.number, self.evidence) if self.found else ""
        return ShownTurn(self.question, self._turn(self.read_as + shown.draft(self.written)), sources)

    def finished(self, given: Answer, suggestion: str | None = None) -> ShownTurn:
        """Return the turn with its answer."""
        note = shown.notice(self.cut_off) if self.cut_off else ""
        shown_answer = answer(self.number, given, suggestion) + note + answer_bar(self.number, given)
        body, sources = self._turn(self.read_as + shown_answer), cited_sources(self.number, given, self.evidence)
        return ShownTurn(self.question, body, sources, given.text, given, self.evidence)

    def told(self, message: str) -> ShownTurn:
        """Return the turn with a message in place of an answer, and a button to ask again; its sources stay."""
        body = self._turn(self.read_as + shown.notice(message, again=bool(self.question.strip())))
        return replace(self.unfinished, body=body)

    def _turn(self, body: str) -> str:
        return shown.turn(self.number, self.question, self.scope + body)
