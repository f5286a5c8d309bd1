"""Whether a question leans on what was said before it, by its words alone: `python -m eval.fit.fit_leaning`."""

from functools import lru_cache
from pathlib import Path

from rag.text.fitted import WordModel

FITTED = Path(__file__).with_name("leaning.npz")


@lru_cache(maxsize=1)
def _fitted() -> WordModel:
    return WordModel.read(FITTED)


def leans(question: str) -> bool:
    """Return whether a question is likelier to lean on an earlier one than to stand alone: `and how fast is it?`."""
    return _fitted().is_likely(question)
