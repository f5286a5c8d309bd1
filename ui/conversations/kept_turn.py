"""An answered question as it is kept: shown again with the words of its papers, whatever becomes of them."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from index_store.records import Paper, Sentence
from rag.answer import Answer, LeftOut, Refused
from rag.retrieval.evidence import Evidence


@dataclass(frozen=True)
class KeptTurn:
    """An answer, and the evidence that was found for it."""

    answer: Answer
    evidence: tuple[Evidence, ...] = ()

    def to_json(self) -> str:
        """Return the turn as one line of JSON."""
        record = {
            "answer": self.answer.to_dict(),
            "refused": _refused(self.answer.refused),
            "left_out": [asdict(one) for one in self.answer.left_out],
            "papers": [paper.to_dict() for paper in papers_of(self)],
            "evidence": [{"sentence": asdict(e.sentence), "score": round(e.score, 4)} for e in self.evidence],
        }
        return json.dumps(record, ensure_ascii=False)

    @classmethod
    def from_json(cls, written: str) -> "KeptTurn":
        """Rebuild a turn. Raises KeyError, TypeError or ValueError for something else."""
        record: dict[str, Any] = json.loads(written)
        papers = {paper["paper_id"]: Paper.from_dict(paper) for paper in record["papers"]}
        found = [(Sentence(**one["sentence"]), one["score"]) for one in record["evidence"]]
        evidence = tuple(Evidence(sentence, papers[sentence.paper_id], score) for sentence, score in found)
        refused = record.get("refused")
        answer = replace(
            Answer.from_dict(record["answer"], papers),
            refused=refused and Refused(**{**refused, "paper": papers.get(refused["paper"])}),
            left_out=tuple(LeftOut(**one) for one in record.get("left_out", ())),
        )
        return cls(answer, evidence)


def papers_of(turn: KeptTurn) -> list[Paper]:
    """Return the papers of a turn, each once: cited, near, found."""
    named = [citation.paper for citation in turn.answer.citations]
    named += [near.paper for near in turn.answer.nearest]
    named += [turn.answer.refused.paper] if turn.answer.refused and turn.answer.refused.paper else []
    named += [evidence.paper for evidence in turn.evidence]
    return list({paper.paper_id: paper for paper in named}.values())


def _refused(refused: Refused | None) -> dict[str, Any] | None:
    """Return a refusal as JSON values; its paper by its id."""
    if refused is None:
        return None
    paper = refused.paper.paper_id if refused.paper else None
    return {"why": refused.why, "paper": paper, "quote": refused.quote}
