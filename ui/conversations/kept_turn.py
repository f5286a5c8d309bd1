"""An answered question as it is kept: shown again with the words of its papers, whatever becomes of them."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from index_store.records import Paper, Sentence
from rag.answer import Answer
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
        return cls(Answer.from_dict(record["answer"], papers), evidence)


def papers_of(turn: KeptTurn) -> list[Paper]:
    """Return the papers of a turn, each once: cited, near, found."""
    named = [citation.paper for citation in turn.answer.citations]
    named += [near.paper for near in turn.answer.nearest]
    named += [evidence.paper for evidence in turn.evidence]
    return list({paper.paper_id: paper for paper in named}.values())
