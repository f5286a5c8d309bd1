"""Places in the plane: papers on the same matter near each other, by t-SNE (van der Maaten and Hinton 2008)."""

import numpy as np

SAMPLE = 2000  # papers that t-SNE places, in seconds; the others stand among those of them that are nearest
NEAREST = 3


def placed(vectors: np.ndarray) -> np.ndarray:
    """Return (papers, 2) in 0..1; the same vectors always give the same."""
    from sklearn.manifold import TSNE
    from sklearn.neighbors import KNeighborsRegressor

    if len(vectors) <= NEAREST:
        return _fitted(np.arange(2 * len(vectors), dtype=np.float32).reshape(-1, 2))
    sample = np.random.default_rng(0).permutation(len(vectors))[:SAMPLE]
    few = min(TSNE().perplexity, (len(sample) - 1) / 3)
    places = TSNE(init="random", perplexity=few, random_state=0).fit_transform(vectors[sample])
    if len(sample) < len(vectors):
        among = KNeighborsRegressor(NEAREST, weights="distance").fit(vectors[sample], places)
        return _fitted(among.predict(vectors))
    return _fitted(places[np.argsort(sample)])


def _fitted(places: np.ndarray) -> np.ndarray:
    """Return places moved and scaled into 0..1, their shape kept."""
    low, high = places.min(axis=0), places.max(axis=0)
    fitted: np.ndarray = (places - (low + high) / 2) / max(float((high - low).max()), 1e-9) + 0.5
    return fitted
