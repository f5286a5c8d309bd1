"""The result of a question: an answer with citations, or an abstention with the nearest papers."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from index_store.records import Paper, RetrievedPassage
from rag.plan.plan import Plan

Support = Literal["supported", "partial", "unsupported"]
Status = Literal["answered", "partial", "abstained"]
Kind = Literal["written", "quoted"]
Field = Literal["abstract", "title", "metadata"]


@dataclass(frozen=True)
class Citation:
    """Marker `[number]` of the answer: the exact words of one paper, `quote == paper.abstract[start:end]`.

    If `field` is not "abstract", the offsets are in the title or in the metadata line.
    """

    number: int
    paper: Paper
    quote: str
    start: int
    end: int
    support: Support
    field: Field = "abstract"


@dataclass(frozen=True)
class AnswerSentence:
    """A sentence of an answer without markers, and the numbers of its citations; quoted: in the paper's own words."""

    text: str
    citations: tuple[int, ...]
    support: Support
    kind: Kind = "written"


@dataclass(frozen=True)
class Grounded:
    """A text with citation markers, its sentences, and its citations, numbered in order of appearance."""

    text: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class NearPaper:
    """A paper near the question; `score` is the cosine of its nearest passage."""

    paper: Paper
    score: float


@dataclass(frozen=True)
class Timings:
    """Milliseconds since the question; None for a step that did not happen."""

    retrieve_ms: int | None = None
    first_token_ms: int | None = None
    total_ms: int | None = None


@dataclass(frozen=True)
class Answer:
    """The answer to one question, with its evidence; `plan` is None where no language model has read the question."""

    question: str
    standalone_question: str
    status: Status
    text: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    nearest: tuple[NearPaper, ...]
    passages: tuple[RetrievedPassage, ...]
    titles: dict[str, str]
    plan: Plan | None
    model: str
    index: str
    timings: Timings

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as the JSON object that `ask --json` prints."""
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "status": self.status,
            "text": self.text,
            "sentences": [
                {"text": s.text, "citations": list(s.citations), "support": s.support, "kind": s.kind}
                for s in self.sentences
            ],
            "citations": [_citation(citation) for citation in self.citations],
            "nearest": [{"paper": paper_reference(n.paper), "score": round(n.score, 4)} for n in self.nearest],
            "passages": [
                {
                    "paper_id": p.chunk.paper_id,
                    "title": self.titles[p.chunk.paper_id],
                    "score": round(p.score, 4),
                }
                for p in self.passages
            ],
            "plan": self.plan.to_dict() if self.plan else None,
            "model": self.model,
            "index": self.index,
            "timings": asdict(self.timings),
        }


def paper_reference(paper: Paper) -> dict[str, Any]:
    """Return the paper of a citation as a JSON object."""
    return {"id": paper.paper_id, "title": paper.title, "published": paper.published, "url": paper.url}


def _citation(citation: Citation) -> dict[str, Any]:
    located = {
        "number": citation.number,
        "paper": paper_reference(citation.paper),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }
    return located if citation.field == "abstract" else {**located, "field": citation.field}
