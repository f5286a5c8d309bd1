"""The logistic regression of the fits: on scaled features, written with the weights of features as they come."""

from collections.abc import Mapping, Sequence

from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from rag.text.fitted import LogisticModel


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
