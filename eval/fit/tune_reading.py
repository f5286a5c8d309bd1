"""Fit how the default model reads its evidence, on the tuning half: `python -m eval.fit.tune_reading`.

It measures three things: how well the model's Yes or No separates answerable from unanswerable questions
(`rag/answering/reading.py`), which attention heads attend most to the sentence with the answer (`heads` in
`rag/models/store/models.toml`), and how often a sentence with much of their attention holds the answer.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product

import click
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from eval.sets.question_set import Case, own_questions
from rag.answering.prompting import build_messages, inert
from rag.answering.reading import ASIDE
from rag.assistant import Assistant
from rag.machine.home import home_folder
from rag.machine.progress import silent
from rag.models.child.chat_writer import DecoderWriter
from rag.models.llm.local_llm import turns
from rag.models.runtimes.int8_model import Int8Model
from rag.models.runtimes.prepare import prepare
from rag.models.store.catalogue import Heads
from rag.models.store.model_store import ModelStore
from rag.question.asked import understand
from rag.retrieval.search import SearchResult

HEADS = 4  # how many of the best heads are used
FOLDS = 5
WITHOUT_PROMPT = ("collection", "metadata")  # types of question that the language model is not asked


@dataclass(frozen=True)
class Read:
    """How the model read the prompt of a case.

    `judged` is the logit of Yes minus that of No; `shares` (heads, sentences) is the attention of each head on each
    evidence sentence; `cosines` (sentences,) are those with the question; `gold` (sentences,) marks gold sentences.
    """

    case: Case
    judged: float
    shares: np.ndarray
    cosines: np.ndarray
    gold: np.ndarray


def read(case: Case, assistant: Assistant, writer: DecoderWriter, heads: Heads) -> Read:
    """Return how the model reads the prompt of one case."""
    question = understand(case.question, case.history)
    found = assistant.find(question.standalone)
    messages = turns(build_messages(question.text, found.evidence, question.questions_before or ""))
    sentences = [inert(evidence.sentence.text) for evidence in found.evidence]
    *_, weighed = writer.read(messages, ASIDE, sentences, heads)
    assert weighed is not None
    cosines = np.array([evidence.score for evidence in found.evidence])
    return Read(case, weighed.judged, np.array(weighed.looks), cosines, _is_gold(case, found))


def report_judging(cases: Sequence[Read]) -> Iterator[str]:
    """Yield how well Yes and No separate the answerable cases, and the fitted weights."""
    judged, answerable = np.array([[c.judged] for c in cases]), np.array([c.case.answerable for c in cases])
    model = LogisticRegression(C=10.0).fit(judged, answerable)
    yield f"INTERCEPT = {model.intercept_[0]:.2f}, WEIGHT = {model.coef_[0, 0]:.2f}"
    yield f"AUROC {roc_auc_score(answerable, judged[:, 0]):.3f}, {answerable.sum()} answerable of {len(cases)}"
    probability = model.predict_proba(judged)[:, 1]
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6):
        passed = probability >= threshold
        kept, refused = passed[answerable].mean(), 1 - passed[~answerable].mean()
        yield f"  from {threshold}: answerable kept {kept:.3f}, unanswerable refused {refused:.3f}"


def report_heads(cases: Sequence[Read], heads: Heads) -> Iterator[str]:
    """Yield the best heads, and how often they attend most to a gold sentence (cross-validated)."""
    found = [rank_of_gold(looks, case.gold) for case, looks in looks_by_fold(cases)]
    by_cosine = [rank_of_gold(case.cosines, case.gold) for case in cases]
    yield f"heads = {[list(heads[place]) for place in best_heads(cases)]}"
    for name, ranks in (("heads", found), ("cosine with the question", by_cosine)):
        first, second = np.mean(np.array(ranks) == 1), np.mean(np.array(ranks) <= 2)
        yield f"  gold sentence first by {name}: {first:.3f}, among the first two {second:.3f}, of {len(cases)}"


def report_above_all(cases: Sequence[Read]) -> Iterator[str]:
    """Yield how often the sentence with the most attention is a gold one, by its share of the attention."""
    drawn = list(looks_by_fold(cases))
    for share in (0.2, 0.3, 0.4, 0.5):
        asked = [(case, looks) for case, looks in drawn if looks.max() >= share]
        gold = sum(bool(case.gold[looks.argmax()]) for case, looks in asked)
        yield f"  from {share} of the attention: a gold sentence in {gold} of {len(asked)}"


def looks_by_fold(cases: Sequence[Read]) -> Iterator[tuple[Read, np.ndarray]]:
    """Yield each case with the attention (sentences,) of heads chosen on the other folds' single-paper cases."""
    places = np.random.default_rng(0).permutation(len(cases))
    for fold in range(FOLDS):
        others = [cases[place] for place in places[np.arange(len(cases)) % FOLDS != fold]]
        chosen = best_heads([case for case in others if is_on_one_paper(case)])
        yield from ((cases[place], cases[place].shares[chosen].mean(axis=0)) for place in places[fold::FOLDS])


def is_on_one_paper(case: Read) -> bool:
    """Return whether a case is on one paper, with a gold sentence in its evidence."""
    return bool(case.gold.any()) and case.case.type != "multi"


def best_heads(cases: Sequence[Read]) -> np.ndarray:
    """Return the indices of the HEADS heads with the highest mean reciprocal rank of the first gold sentence."""
    gains = np.mean([[1 / rank_of_gold(looks, case.gold) for looks in case.shares] for case in cases], axis=0)
    return np.argsort(-gains)[:HEADS]


def rank_of_gold(scores: np.ndarray, gold: np.ndarray) -> int:
    """Return the rank, from 1, of the best gold sentence by scores (sentences,)."""
    return int((scores > scores[gold].max()).sum()) + 1


def _is_gold(case: Case, found: SearchResult) -> np.ndarray:
    texts = [e.sentence.text for e in found.evidence]
    return np.array([any(gold in text or text in gold for gold in case.gold_sentences) for text in texts])


@click.command()
def main() -> None:
    """Print the reports."""
    assistant = Assistant.load()
    store = ModelStore(home_folder() / "models")
    files, _ = prepare(assistant.settings.llm, assistant.settings.runtime, store.fetch, silent)
    config = json.loads((files / "config.json").read_text(encoding="utf-8"))
    heads = tuple(product(range(config["num_hidden_layers"]), range(config["num_attention_heads"])))
    writer = DecoderWriter(Int8Model(files), files)
    cases = [case for case in own_questions("seen", prefix="tune:") if case.type not in WITHOUT_PROMPT]
    with click.progressbar(cases, label="Reading", file=sys.stderr) as shown:
        taken = [read(case, assistant, writer, heads) for case in shown]
    single = [r for r in taken if is_on_one_paper(r)]
    for line in chain(report_judging(taken), report_heads(single, heads), report_above_all(taken)):
        click.echo(line)


if __name__ == "__main__":
    main()
