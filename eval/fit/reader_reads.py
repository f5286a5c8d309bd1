"""How the language model reads and answers the questions that the reader and the refusal are fitted on.

Four kinds of text: the project's seen questions, half of CLAPnq's, SciFact's claims with their rationales, and
questions about what the studies of SciFact's corpus found (`eval/sets/findings.jsonl`). Near misses are made: of every
fourth answerable question the gold sentences are taken out of the evidence.
"""

import csv
import random
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.published.beir import read_beir
from eval.published.published import PublishedSet, assistant_on
from eval.published.readers_clapnq import read_clapnq
from eval.published.readers_scifact import read_claims
from eval.sets.question_set import Case, own_questions
from rag.answering.answer_part import ground_draft
from rag.answering.close_reading import read_evidence, read_part
from rag.answering.prompting import build_messages
from rag.assistant import Assistant
from rag.grounding.grounding import supported_sentences
from rag.machine.progress import silent
from rag.question.asked import understand
from rag.question.part import Part
from rag.question.searched import searched
from rag.reading.reader_features import sentence_features
from rag.refusing.refusal import denied, draft_features
from rag.retrieval.search import with_only_evidence

NOT_READ = ("collection", "metadata", "content")  # types of question that are answered without evidence
CLAIMS = "scifact"  # the source whose cases are claims, not questions
MADE = 4  # one of so many answerable questions becomes a near miss too


@dataclass(frozen=True)
class Read:
    """One reading: the features of its sentences, which of them are gold, and the signals of an answer."""

    id: str
    source: str
    answerable: bool
    gold: list[bool]
    features: dict[str, list[float]]
    signals: dict[str, float]


def cases_by_source(assistant: Assistant, clapnq: Path, scifact: Path) -> Iterator[tuple[str, Assistant, Case]]:
    """Yield each case with its source and the assistant on its papers."""
    yield from (("own", assistant, case) for case in own_questions("seen") if case.type not in NOT_READ)
    passages = read_clapnq(clapnq, "dev")
    half = sorted(passages.cases, key=lambda case: case.id)[::2]
    yield from (("clapnq", on, case) for on in [assistant_on(passages, assistant, silent)] for case in half)
    claims = read_claims(scifact, "train")
    papers = PublishedSet(claims.name, claims.papers, [])
    on_claims = assistant_on(papers, assistant, silent)
    yield from ((CLAIMS, on_claims, case) for case in _claims_with_rationales(scifact, on_claims))
    studies = _studies(scifact)
    yield from (("findings", on, case) for on in [assistant_on(studies, assistant, silent)] for case in studies.cases)


def _studies(scifact: Path) -> PublishedSet:
    """Return the questions about findings, and the papers that they are about."""
    cases = own_questions("findings")
    titles = {title for case in cases for title in (*case.gold_papers, *case.near)}
    papers = [paper for paper in read_beir(scifact, "train").papers if paper.title in titles]
    return PublishedSet("scifact-findings", papers, cases)


def _claims_with_rationales(scifact: Path, assistant: Assistant) -> Iterator[Case]:
    """Yield the claims whose rationale sentences are numbered within our sentences of their abstract."""
    table = assistant.library.index.table
    for record in csv.DictReader((scifact / "claims_train.csv").open(encoding="utf-8")):
        row = table.paper_row_of(record["evidence_doc_id"]) if record["evidence_label"] else None
        numbers = [int(number) for number in re.findall(r"\d+", record["evidence_sentences"])]
        sentences = [] if row is None else [sentence.text for _, sentence in table.sentences(row)]
        if numbers and max(numbers) < len(sentences):
            gold = tuple(sentences[number] for number in numbers)
            yield Case(record["id"], record["claim"], True, gold_sentences=gold)


def reads_of(source: str, assistant: Assistant, case: Case) -> Iterator[Read]:
    """Yield the reading of a case, and of the near miss that is made of it."""
    question, found = searched(understand(case.question), case.history, assistant.find)
    if not found.evidence:
        return
    gold = [any(g in e.sentence.text or e.sentence.text in g for g in case.gold_sentences) for e in found.evidence]
    yield _read(source, assistant, case, Part(question, found), gold)
    others = [e for e, is_gold in zip(found.evidence, gold, strict=True) if not is_gold]
    if any(gold) and others and random.Random(case.id).random() < 1 / MADE:
        yield _read(source, assistant, case, Part(question, with_only_evidence(found, others)), None)


def _read(source: str, assistant: Assistant, case: Case, part: Part, gold: Sequence[bool] | None) -> Read:
    """Return one reading; `gold` is None for a made near miss."""
    stopped, model, library = threading.Event(), assistant.model, assistant.library
    reading = read_evidence(part, model, stopped)
    few, judged = read_part(part, model, library, stopped)
    messages = build_messages(few.question.text, few.found.evidence, few.prompt_context)
    draft = "".join(model.write(messages, stopped))
    said = supported_sentences(ground_draft(draft, few, model, library))
    features = sentence_features(part.found, library.index, reading)
    return Read(
        case.id,
        source,
        case.answerable and gold is not None,
        list(gold or [False] * len(part.found.evidence)),
        {name: np.round(values, 4).tolist() for name, values in features.items()},
        {**judged.signals, **vars(part.found.signals), **draft_features(said, judged, denied(few, said))},
    )
