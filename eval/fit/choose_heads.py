"""Choose the attention heads of the default model that look at the answer: `python -m eval.fit.choose_heads`.

They are those that attend most to the sentences with the answer, on the tuning half (`heads` in
`rag/models/store/models.toml`). What their attention says of a sentence, `python -m eval.fit.fit_reader` fits.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import click
import numpy as np

from eval.sets.question_set import Case, own_questions
from rag.answering.prompting import build_messages
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
from rag.question.searched import searched
from rag.reading.reading import ASIDE
from rag.text.markers import inert

HEADS = 4  # how many of the best heads are used
FOLDS = 5
NOT_ON_ONE_PAPER = ("collection", "metadata", "multi")  # types of question; the first two are never read


@dataclass(frozen=True)
class Looked:
    """Where the model looked in the prompt of a case.

    `shares` (heads, sentences) is the attention of each head on each evidence sentence; `cosines` (sentences,) are
    those with the question; `gold` (sentences,) marks gold sentences.
    """

    shares: np.ndarray
    cosines: np.ndarray
    gold: np.ndarray


def look(case: Case, assistant: Assistant, writer: DecoderWriter, heads: Heads) -> Looked:
    """Return where the model looks in the prompt of one case."""
    question, found = searched(understand(case.question), case.history, assistant.find)
    evidence = found.evidence
    messages = turns(build_messages(question.text, evidence, question.questions_before or ""))
    texts = [e.sentence.text for e in evidence]
    *_, weighed = writer.read(messages, ASIDE, [inert(text) for text in texts], heads)
    assert weighed is not None
    gold = np.array([any(gold in text or text in gold for gold in case.gold_sentences) for text in texts])
    return Looked(np.array(weighed.looks), np.array([e.score for e in evidence]), gold)


def report_heads(cases: Sequence[Looked], heads: Heads) -> Iterator[str]:
    """Yield the best heads, and how often they attend most to a gold sentence (cross-validated)."""
    found = [rank_of_gold(looks, case.gold) for case, looks in looks_by_fold(cases)]
    by_cosine = [rank_of_gold(case.cosines, case.gold) for case in cases]
    yield f"heads = {[list(heads[place]) for place in best_heads(cases)]}"
    for name, ranks in (("heads", found), ("cosine with the question", by_cosine)):
        first, second = np.mean(np.array(ranks) == 1), np.mean(np.array(ranks) <= 2)
        yield f"  gold sentence first by {name}: {first:.3f}, among the first two {second:.3f}, of {len(cases)}"


def looks_by_fold(cases: Sequence[Looked]) -> Iterator[tuple[Looked, np.ndarray]]:
    """Yield each case with the attention (sentences,) of heads chosen on the cases of the other folds."""
    places = np.random.default_rng(0).permutation(len(cases))
    for fold in range(FOLDS):
        chosen = best_heads([cases[place] for place in places[np.arange(len(cases)) % FOLDS != fold]])
        yield from ((cases[place], cases[place].shares[chosen].mean(axis=0)) for place in places[fold::FOLDS])


def best_heads(cases: Sequence[Looked]) -> np.ndarray:
    """Return the indices of the HEADS heads with the highest mean reciprocal rank of the first gold sentence."""
    gains = np.mean([[1 / rank_of_gold(looks, case.gold) for looks in case.shares] for case in cases], axis=0)
    return np.argsort(-gains)[:HEADS]


def rank_of_gold(scores: np.ndarray, gold: np.ndarray) -> int:
    """Return the rank, from 1, of the best gold sentence by scores (sentences,)."""
    return int((scores > scores[gold].max()).sum()) + 1


@click.command()
def main() -> None:
    """Print the heads, and how often they find the sentence with the answer."""
    assistant = Assistant.load()
    store = ModelStore(home_folder() / "models")
    files, _ = prepare(assistant.settings.llm, assistant.settings.runtime, store.fetch, silent)
    config = json.loads((files / "config.json").read_text(encoding="utf-8"))
    heads = tuple(product(range(config["num_hidden_layers"]), range(config["num_attention_heads"])))
    writer = DecoderWriter(Int8Model(files), files)
    cases = [case for case in own_questions("seen", prefix="tune:") if case.type not in NOT_ON_ONE_PAPER]
    with click.progressbar([case for case in cases if case.gold_sentences], label="Reading", file=sys.stderr) as shown:
        looked = [look(case, assistant, writer, heads) for case in shown]
    for line in report_heads([case for case in looked if case.gold.any()], heads):
        click.echo(line)


if __name__ == "__main__":
    main()
