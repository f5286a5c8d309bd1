"""One case asked of a baseline: what it answered in the form of ours, so that the same scorers score it.

A baseline cites whole papers: the quote of a citation is all that its prompt held of the paper. It checks nothing, so
no sentence has a support.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eval.asking.baselines import MARKER, Baseline, BaselineAnswer, papers_named
from eval.asking.paper_index import shown_text
from eval.asking.runs import Outcome
from eval.metrics import measure
from eval.sets.facts import without_markers
from eval.sets.question_set import Case
from index_store.records import Paper
from rag.answer import paper_reference
from rag.retrieval.library import Library
from rag.text.sentences import split_sentences

# Whole papers cite no sentence, and where nothing is checked nothing is unsupported.
NOT_DEFINED = ("sentence_precision", "sentence_recall", "unsupported_rate")
_LIST_MARK = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
_MARKERS_AFTER_END = re.compile(r"([.!?])((?:\s*\[\d+\])+)")


def ask_baseline(baseline: Baseline, library: Library, case: Case) -> Outcome:
    """Ask a case; the papers of the library are those that the baseline was made of."""
    papers = {paper.paper_id: paper for paper in library.papers()}
    question = with_earlier_questions(case)
    answer = baseline.answer(question)
    record = {
        "question": case.question,
        "standalone_question": question,
        **as_ours(answer, papers),
        "model": baseline.llm.name,
        "index": library.index.name,
    }
    shown = [{"paper_id": name, "number": 0, "text": shown_text(papers[name])} for name in answer.retrieved]
    metrics = {name: value for name, value in measure(case, record).items() if name not in NOT_DEFINED}
    return Outcome(case, record, {"evidence": shown, "draft": answer.text}, metrics)


def with_earlier_questions(case: Case) -> str:
    """Return a question after those that the user asked before it, a line each.

    LlamaIndex's chat engines let the model condense a conversation into one question, which is another call of it.
    This is what a user of a query engine does without one.
    """
    return "\n".join([*(turn["question"] for turn in case.history), case.question])


def as_ours(answer: BaselineAnswer, papers: Mapping[str, Paper]) -> dict[str, Any]:
    """Return what a baseline answered in the form of `Answer.to_dict`: markers numbered as there, refusals without."""
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
    """Return the text with a marker `[n]` for each paper of `cited`, and no others."""

    def markers(marker: re.Match[str]) -> str:
        named = dict.fromkeys(papers_named(marker[0], answer.sources))
        return "".join(f"[{cited.index(name) + 1}]" for name in named if name in cited)

    return MARKER.sub(markers, answer.text).strip()


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text with their markers; one that stands after a full stop belongs before it."""
    for line in _MARKERS_AFTER_END.sub(r"\2\1", text).splitlines():
        plain = _LIST_MARK.sub("", line)
        yield from (plain[start:end] for start, end in split_sentences(plain))


def _statement(sentence: str) -> dict[str, Any]:
    numbers = dict.fromkeys(map(int, re.findall(r"\[(\d+)\]", sentence)))
    return {"text": without_markers(sentence).strip(), "citations": list(numbers), "support": None}


def _citation(number: int, paper: Paper) -> dict[str, Any]:
    return {"number": number, "paper": paper_reference(paper), "quote": shown_text(paper)}
