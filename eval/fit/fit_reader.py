"""Fit the reader of `rag.reading.reader`: `python -m eval.fit.fit_reader CLAPNQ SCIFACT READS`.

READS is the JSON Lines file of the readings; what it lacks is read first (half an hour on two cores). The figures that
are printed are cross-validated by question; the weights that are written are fitted on all.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.fit.reader_reads import Read, cases_by_source, reads_of
from rag.assistant import Assistant
from rag.reading import reader
from rag.reading.reader_features import OF_ATTENTION, answerable_features
from rag.shell.terminal import progress_on_stderr

FOLDS = 5
DECLINED = 0.05  # of the answerable questions, at most
Table = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Features (rows, features), labels (rows,) and the question of each row (rows,)."""


@click.command()
@click.argument("clapnq", type=click.Path(path_type=Path, exists=True))
@click.argument("scifact", type=click.Path(path_type=Path, exists=True))
@click.argument("reads", type=click.Path(path_type=Path))
def main(clapnq: Path, scifact: Path, reads: Path) -> None:
    """Read what is not read yet, fit the four models, print their figures, and write `reader.json`."""
    _read_missing(clapnq, scifact, reads)
    cases = [Read(**json.loads(line)) for line in reads.read_text(encoding="utf-8").splitlines()]
    fitted: dict[str, object] = {"fit": "python -m eval.fit.fit_reader CLAPNQ SCIFACT READS"}
    for kind in ("read", "unread"):
        names = [name for name in cases[0].features if kind == "read" or name not in OF_ATTENTION]
        table = _sentences([case for case in cases if any(case.gold)], names)
        parts = _cross_validated(table)
        bound = _best_f1(parts, table)
        fitted[f"part_{kind}"] = _model(table, names, bound)
        click.echo(f"part_{kind}: {_part_figures(parts, table, bound)}")
        ...
