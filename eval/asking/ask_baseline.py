"""Ask a baseline one case, and convert its answer to the JSON form of ours, so that the same metrics apply.

A baseline cites whole papers: the quote of a citation is the text of the paper in its prompt. It checks no support, so
the support of every sentence is None.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eval.asking.baselines import MARKER, Baseline, BaselineAnswer, papers_named
from eval.asking.paper_index import prompt_text
from eval.asking.runs import Outcome
from eval.metrics import measure
from eval.sets.facts import without_markers
from eval.sets.question_set import Case
from index_store.records import Paper
from rag.answer import paper_reference
from rag.retrieval.library import Library
from rag.text.sentences import split_sentences

# Metrics that need cited sentences or a support check.
NOT_DEFINED = ("sentence_precision", "sentence_recall", "unsupported_rate")
_LIST_MARK = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
_MARKERS_AFTER_END = re.compile(r"([.!?])((?:\s*\[\d+\])+)")


def ask_baseline(baseline: Baseline, library: Library, case: Case) -> Outcome:
    """Ask a case; the baseline must have been built on the papers of this library."""
    papers = {paper.paper_id: paper for paper in library.papers()}
    question = with_earlier_questions(case)
    answer = baseline.answer(question)
    record = {
        "question": case.question,
        "standalone_question": question,
        **as_answer(answer, papers),
        "model": baseline.llm.name,
        "index": library.index.name,
    }
    prompted = [{"paper_id": name, "number": 0, "text": prompt_text(papers[name])} for name in answer.retrieved]
    metrics = {name: value for name, value in measure(case, record).items() if name not in NOT_DEFINED}
    return Outcome(case, record, {"evidence": prompted, "draft": answer.text}, metrics)


def with_earlier_questions(case: Case) -> str:
    """Return the earlier questions of the user and this one, a line each.

    LlamaIndex's chat engines condense a conversation into one question with another model call; a plain query engine
    has no history.
    """
    return "\n".join([*(turn["question"] for turn in case.history), case.question])


def as_answer(answer: BaselineAnswer, papers: Mapping[str, Paper]) -> dict[str, Any]:
    """Return the answer of a baseline in the form of `Answer.to_dict`; a refusal has no citations."""
    cited = () if answer.refused else answer.cited
    text = _renumbered(answer, cited)
    return {
        "status": "abstained" if answer.refused else "answered",
        "text": text,
        "sentences": [] if answer.refused else [_statement(sentence) for sentence in _sentences(text)],
        "citations": [_citation(number, papers[name]) for number, name in enumerate(cited, start=1)],
        "nearest": [],
        "passages": [
            {"paper_id": name, "title": papers[name].title, "score": round(score, 4)}
            for name, score in answer.retrieved.items()
        ],
        "timings": {
            "retrieve_ms": answer.retrieve_ms,
            "first_token_ms": answer.first_token_ms,
            "total_ms": answer.total_ms,
        },
    }


def _renumbered(answer: BaselineAnswer, cited: Sequence[str]) -> str:
    """Return the text with markers `[n]` for the papers in `cited` only."""

    def markers(marker: re.Match[str]) -> str:
        named = dict.fromkeys(papers_named(marker[0], answer.sources))
        return "".join(f"[{cited.index(name) + 1}]" for name in named if name in cited)

    return MARKER.sub(markers, answer.text).strip()


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text with their markers; a marker after a full stop belongs to the sentence before."""
    for line in _MARKERS_AFTER_END.sub(r"\2\1", text).splitlines():
        plain = _LIST_MARK.sub("", line)
        yield from (plain[start:end] for start, end in split_sentences(plain))


def _statement(sentence: str) -> dict[str, Any]:
    numbers = dict.fromkeys(map(int, re.findall(r"\[(\d+)\]", sentence)))
    return {"text": without_markers(sentence).strip(), "citations": list(numbers), "support": None}


def _citation(number: int, paper: Paper) -> dict[str, Any]:
    return {"number": number, "paper": paper_reference(paper), "quote": prompt_text(paper)}
