"""Fit the support check of `rag.grounding.support`: `python -m eval.fit.train_support SUMMARIES_FOLDER CLAIMS_FOLDER`.

Both folders are in the BEIR layout: the queries of the first are one-sentence summaries of their papers (SciTLDR), and
the second also holds SciFact's `claims_train.csv`. A hash of the paper id puts each abstract into the training or the
held-out part; weights and thresholds are fitted on the training part, and scored on both.
"""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import click
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from eval.fit.support_pairs import HALVES
from eval.fit.support_table import Row, claim_rows, summary_rows
from eval.reporting.curves import reliability
from rag.assistant import Assistant
from rag.grounding.support import breaks_a_rule, judge
from rag.grounding.support_signals import SupportSignals
from rag.shell.terminal import progress_on_stderr

FALSE_SHARE = 0.25  # assumed share of false sentences in drafts; among the made sentences it is far higher
PRECISION = 0.98  # wanted for supported sentences, at that share
KEPT = 0.9  # least share of true sentences that are not dropped
NAMES = tuple(field.name for field in fields(SupportSignals))


@click.command()
@click.argument("summaries", type=click.Path(path_type=Path, exists=True))
@click.argument("claims", type=click.Path(path_type=Path, exists=True))
@click.option("--summaries-split", default="train", help="Which qrels of the summaries to read.")
def main(summaries: Path, claims: Path, summaries_split: str) -> None:
    """Print the fitted constants, and their scores on held-out abstracts."""
    with progress_on_stderr() as progress:
        embedder = Assistant.load(progress=progress).library.embedder
        rows = summary_rows(summaries, summaries_split, embedder, progress)
        rows += claim_rows(claims, "train", embedder, progress)
    training, held_out = [r for r in rows if not r.pair.held_out], [r for r in rows if r.pair.held_out]
    signals, true = table(training)
    model = LogisticRegression(C=1.0, max_iter=1000).fit(signals, true)
    weights = dict(zip(NAMES, np.round(model.coef_[0], 2).tolist(), strict=True))
    click.echo(f"INTERCEPT = {model.intercept_[0]:.2f}\nWEIGHTS = {weights}")
    supported_from, partial_from = thresholds(model.predict_proba(signals)[:, 1], true, lawful(training))
    click.echo(f"LIKELY_FROM = {supported_from}; SUPPORTED_FROM is higher, see eval/RESULTS.md")
    click.echo(f"PARTIAL_FROM = {partial_from} on these sentences; it is lower for drafts, see eval/RESULTS.md")
    for name, part in (("training", training), ("held out", held_out)):
        click.echo(f"\n{name}, with the constants of rag/grounding/support.py: {len(part)} sentences")
        _report(part)


def table(rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray]:
    """Return signals (rows, signals) and whether each is true (rows,)."""
    return np.array([row.signals for row in rows]), np.array([row.pair.supported for row in rows])


def lawful(rows: Sequence[Row]) -> np.ndarray:
    """Return which rows (rows,) break no rule, so that they may be supported."""
    return np.array([not breaks_a_rule(SupportSignals(*row.signals)) for row in rows])


def thresholds(probability: np.ndarray, true: np.ndarray, allowed: np.ndarray) -> tuple[float, float]:
    """Return the lowest threshold (in hundredths) with PRECISION, and the highest that keeps KEPT of the true ones."""
    grid = np.arange(1, 100) / 100
    precise = [t for t in grid if precision(allowed & (probability >= t), true) >= PRECISION]
    keeping = [t for t in grid if (probability[true] >= t).mean() >= KEPT]
    return round(float(min(precise)), 2), round(float(max(keeping)), 2)


def precision(called: np.ndarray, true: np.ndarray) -> float:
    """Return the precision of `called` (rows,) if FALSE_SHARE of all sentences were false."""
    right, wrong = (1 - FALSE_SHARE) * called[true].mean(), FALSE_SHARE * called[~true].mean()
    return float(right / (right + wrong)) if right + wrong else 0.0


def _report(rows: Sequence[Row]) -> None:
    signals, true = table(rows)
    judged = [judge(r.pair.sentence, "", r.chosen, r.signals[NAMES.index("cosine")]) for r in rows]
    probability = np.array([probability for _, probability in judged])
    supported, dropped = (np.array([s == level for s, _ in judged]) for level in ("supported", "unsupported"))
    calibration = reliability(probability, true)
    click.echo(f"AUROC {calibration.auroc:.3f}, ECE {calibration.calibration_error:.3f}, Brier {calibration.brier:.3f}")
    click.echo(
        f"supported: precision {precision(supported, true):.3f} ({true[supported].mean():.3f} of these), "
        f"recall {supported[true].mean():.3f}, "
        f"of the false {supported[~true].mean():.4f}"
    )
    click.echo(f"of the true, dropped {dropped[true].mean():.3f}; of the false, dropped {dropped[~true].mean():.3f}")
    for name, column in zip(NAMES, signals.T, strict=True):
        click.echo(f"  {name:>9} alone: AUROC {roc_auc_score(true, column):.3f}")
    kinds = np.array([row.pair.kind for row in rows])
    click.echo(f"{'kind':>28}      n  supported  dropped  AUROC against all true (for the true: all false)")
    for kind in sorted(set(kinds), key=lambda k: (not true[kinds == k].any(), k)):
        of = kinds == kind
        beside = of | (true != true[of][0])
        area = roc_auc_score(true[beside], probability[beside])
        click.echo(f"{kind:>28} {of.sum():6} {supported[of].mean():10.3f} {dropped[of].mean():8.3f} {area:6.3f}")
    made = [row for row in rows if row.pair.source is not None and row.pair.kind != HALVES]
    click.echo(
        f"source sentence cited: {np.mean([r.cites_source for r in made]):.3f} of {len(made)}; "
        f"share of citations: {sum(r.cites_source for r in made) / sum(len(r.chosen) for r in made):.3f}"
    )


if __name__ == "__main__":
    main()
