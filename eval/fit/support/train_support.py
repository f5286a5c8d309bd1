"""Fit the support model, rag/grounding/support.json: `python -m eval.fit.support.train_support SUMMARIES CLAIMS PAIRS`.

The first two are folders in the BEIR layout: the queries of the first are one-sentence summaries of their papers
(SciTLDR), the second also holds SciFact's `claims_train.csv`. PAIRS are claims with human labels (`labelled_pairs`),
where the sentences of drafts that were read lie too. Every figure is of documents that were left out of its fit.
"""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import click
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from eval.fit.support.labelled_pairs import human_rows, read_rows
from eval.fit.support.support_table import Row, claim_rows, summary_rows
from rag.assistant import Assistant
from rag.grounding import support
from rag.grounding.support_signals import SupportSignals
from rag.shell.terminal import progress_on_stderr
from rag.text.fitted import LogisticModel

WEIGHTS = {"read": 4.0, "made": 1.0, "claims": 1.0, "wice": 1.0, "expertqa": 0.5}  # of each kind of text in the fit
WRONG = 0.035  # largest share of wrong ones among the sentences of drafts that are called supported
FOLDS = 8
NAMES = tuple(field.name for field in fields(SupportSignals))


@click.command()
@click.argument("summaries", type=click.Path(path_type=Path, exists=True))
@click.argument("claims", type=click.Path(path_type=Path, exists=True))
@click.argument("pairs", type=click.Path(path_type=Path, exists=True))
@click.option("--summaries-split", default="train", help="Which qrels of the summaries to read.")
def main(summaries: Path, claims: Path, pairs: Path, summaries_split: str) -> None:
    """Write the fitted model, and print how well it tells what it was not fitted on."""
    with progress_on_stderr() as progress:
        library = Assistant.load(progress=progress).library
        rows = read_rows(library) + human_rows(pairs, library)
        rows += summary_rows(summaries, summaries_split, library.embedder, progress)
        rows += claim_rows(claims, "train", library.embedder, progress)
    held_out = left_out(rows)
    read = np.array([row.source == "read" for row in rows])
    bounds = bounds_of([row for row in rows if row.source == "read"], held_out[read])
    regression = fitted(rows)
    weights = dict(zip(NAMES, np.round(regression.coef_[0], 3).tolist(), strict=True))
    model = LogisticModel(round(float(regression.intercept_[0]), 3), weights, support.SUPPORT.fit, bounds)
    model.write(Path(support.__file__).with_name("support.json"))
    click.echo(model)
    _report(rows, held_out, bounds)


def fitted(rows: Sequence[Row]) -> LogisticRegression:
    """Return the model of the rows that are not refuted; each source counts by its weight, however many rows it has."""
    kept = [row for row in rows if not row.refuted]
    counts = {source: sum(row.source == source for row in kept) for source in WEIGHTS}
    weights = [WEIGHTS[row.source] / counts[row.source] * 1000 for row in kept]
    true = [row.pair.supported for row in kept]
    return LogisticRegression(max_iter=3000).fit([row.signals for row in kept], true, sample_weight=weights)


def left_out(rows: Sequence[Row]) -> np.ndarray:
    """Return the probability (rows,) of each row from a fit without its document; 0 for a refuted one."""
    probability = np.zeros(len(rows))
    signals = np.array([row.signals for row in rows])
    for fit, rest in GroupKFold(FOLDS, shuffle=True, random_state=0).split(rows, groups=[r.pair.home for r in rows]):
        probability[rest] = fitted([rows[place] for place in fit]).predict_proba(signals[rest])[:, 1]
    return np.where([row.refuted for row in rows], 0.0, probability)


def bounds_of(rows: Sequence[Row], probability: np.ndarray) -> dict[str, float]:
    """Return, in hundredths, the highest bound that shows every true sentence, and the lowest with at most WRONG."""
    true = np.array([row.pair.supported and not row.refuted for row in rows])
    wrong = np.array([row.pair.kind == "unsupported" for row in rows])
    called = {bound: probability >= bound for bound in (np.arange(1, 100) / 100).tolist()}
    shown = max(bound for bound, of in called.items() if of[true].all())
    return {"shown": shown, "supported": min(b for b, of in called.items() if of.any() and wrong[of].mean() <= WRONG)}


def _report(rows: Sequence[Row], probability: np.ndarray, bounds: dict[str, float]) -> None:
    sources, kinds = np.array([row.source for row in rows]), np.array([row.pair.kind for row in rows])
    true = np.array([row.pair.supported for row in rows])
    for source in WEIGHTS:
        of = sources == source
        click.echo(f"{source:>10} {of.sum():6} sentences, AUROC {roc_auc_score(true[of], probability[of]):.3f}")
    against = np.isin(kinds, ("claim", "contradicted"))
    click.echo(f"claims supported against contradicted: {roc_auc_score(true[against], probability[against]):.3f}")
    click.echo(f"{'kind':>44}      n  supported  shown")
    for source, kind in sorted(set(zip(sources.tolist(), kinds.tolist(), strict=True))):
        of = (sources == source) & (kinds == kind)
        supported, shown = ((probability[of] >= bounds[name]).mean() for name in ("supported", "shown"))
        click.echo(f"{f'{source}: {kind}':>44} {of.sum():6} {supported:10.3f} {shown:6.3f}")
    made = [row for row in rows if row.pair.source is not None]
    click.echo(f"source sentence cited: {np.mean([row.cites_source for row in made]):.3f} of {len(made)}")


if __name__ == "__main__":
    main()
