"""The result of a question: an answer with citations, or an abstention with the nearest papers."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from index_store.records import Chunk, Paper, RetrievedPassage
from rag.plan.plan import Plan

Support = Literal["supported", "partial", "unsupported"]
Status = Literal["answered", "partial", "abstained"]
Kind = Literal["written", "quoted"]
Field = Literal["abstract", "title", "metadata"]
WhyRefused = Literal["absent", "silent", "premise"]
WhyLeftOut = Literal["unsupported", "no answer"]


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
class Refused:
    """Why there is no answer: no abstract has it, the `paper` asked about is silent, or it denies what is assumed.

    `quote` is the sentence of the paper that comes nearest, or that denies it; empty for none.
    """

    why: WhyRefused
    paper: Paper | None = None
    quote: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A sentence that the language model wrote and that is no part of the answer."""

    text: str
    why: WhyLeftOut


@dataclass(frozen=True)
class Timings:
    """Milliseconds since the question; None for a step that did not happen."""

    retrieve_ms: int | None = None
    first_token_ms: int | None = None
    total_ms: int | None = None


@dataclass(frozen=True)
class Answer:
    """The answer to one question, with its evidence; `plan` is how the question was read, None where that is not known.

    `refused` is None for an answer, and for an abstention whose text alone says why.
    """

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
    refused: Refused | None = None
    left_out: tuple[LeftOut, ...] = ()

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

    @classmethod
    def from_dict(cls, record: Mapping[str, Any], papers: Mapping[str, Paper]) -> "Answer":
        """Rebuild an answer from `to_dict`, also after a round trip through JSON.

        `papers` are those that it cites or is near to, by id, as they were when it was given: it is shown with their
        words, whatever has become of them. Of its passages only paper and score are kept. Raises KeyError, TypeError
        or ValueError for something else.
        """
        sentences = tuple(AnswerSentence(**{**s, "citations": tuple(s["citations"])}) for s in record["sentences"])
        return cls(
            **{name: record[name] for name in ("question", "standalone_question", "status", "text", "model", "index")},
            sentences=sentences,
            citations=tuple(_kept_citation(cited, papers, sentences) for cited in record["citations"]),
            nearest=tuple(NearPaper(papers[near["paper"]["id"]], near["score"]) for near in record["nearest"]),
            passages=tuple(_kept_passage(p["paper_id"], p["score"]) for p in record["passages"]),
            titles={p["paper_id"]: p["title"] for p in record["passages"]},
            plan=Plan.from_dict(record["plan"]) if record["plan"] else None,
            timings=Timings(**record["timings"]),
        )


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


def _kept_citation(
    cited: Mapping[str, Any], papers: Mapping[str, Paper], sentences: Sequence[AnswerSentence]
) -> Citation:
    support: Support = next((s.support for s in sentences if cited["number"] in s.citations), "supported")
    said = {name: cited[name] for name in ("number", "quote", "start", "end", "field") if name in cited}
    return Citation(paper=papers[cited["paper"]["id"]], support=support, **said)


def _kept_passage(paper_id: str, score: float) -> RetrievedPassage:
    return RetrievedPassage(Chunk("", paper_id, "", 0, 0), score, 0.0, 0.0)
