"""The logistic regressions of the fits: on scaled features, and on hashed words."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from rag.text.fitted import BUCKETS, LogisticModel, WordModel, buckets


def regression() -> Pipeline:
    """Return a regression that is not fitted yet."""
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))


def as_model(
    fitted: Pipeline, features: Sequence[str], command: str, bounds: Mapping[str, float] | None = None
) -> LogisticModel:
    """Return a fitted regression as the program reads it; `command` makes it again."""
    scaler, logistic = (step for _, step in fitted.steps)
    weights = logistic.coef_[0] / scaler.scale_
    named = {name: round(float(weight), 3) for name, weight in zip(features, weights, strict=True)}
    return LogisticModel(round(float(logistic.intercept_[0] - weights @ scaler.mean_), 3), named, command, bounds or {})


def of_words(texts: Sequence[str], is_so: Sequence[bool], regression: LogisticRegression) -> WordModel:
    """Return a regression fitted on the words of texts, each of which is of the kind or not."""
    rows = [buckets(text) for text in texts]
    values = np.concatenate([np.full(len(row), len(row) ** -0.5) for row in rows if row])
    ends = np.cumsum([0, *map(len, rows)])
    table = csr_array((values, np.concatenate(rows).astype(int), ends), shape=(len(rows), BUCKETS))
    fitted = regression.fit(table, is_so)
    return WordModel(fitted.coef_[0], float(fitted.intercept_[0]))
