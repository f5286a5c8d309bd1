"""Places in the plane: each paper is drawn to the papers nearest to it and pushed off by others taken at random.

That is the idea of UMAP, done here in whole arrays. The plane of the two principal components alone keeps 3 % of the
ten nearest papers among 3,229 abstracts; from there, this keeps 23 %.
"""

import numpy as np

from rag.map.grouping import Groups

NEAREST = 10  # papers that draw a paper to them
COMPARED = 4000  # papers at least among which the nearest are sought, of the nearest topics; all, where there are fewer
STEPS = 40  # half as many again keep hardly more
SHARPNESS = 2.0  # the pull of what is as far as the ten are on average has an eighth of the nearest's strength
PUSHES = 5  # others that push a paper off, at each step
START_SPREAD = 3.0  # of the places before the first step: within reach of the push, which fades beyond
PUSH = 2.0  # of them together, beside a pull of 1: papers on one matter spread over their part of the map
HOLD = 0.02  # pull to the middle: without it, papers unlike all others fly off and the rest shrinks to a spot
MOST_PUSH = 4.0  # of one other: two papers at one place would fly apart


def placed(vectors: np.ndarray, groups: Groups) -> np.ndarray:
    """Return (papers, 2) in 0..1; the same vectors always give the same."""
    start = np.pad(vectors, ((0, 0), (0, max(0, 2 - vectors.shape[1]))))[:, :2]
    places: np.ndarray = start * np.float32(START_SPREAD / max(float(start.std()), 1e-9))
    nearest, chance = _nearest(vectors, groups), np.random.default_rng(0)
    shares = _shares(vectors, nearest)
    for step in range(STEPS if nearest.shape[1] else 0):
        force = _pull(places, nearest, shares) + PUSH * _push(places, chance) - HOLD * places
        places = places + force * np.float32(1 - step / STEPS)
    return _fitted(places)


def _shares(vectors: np.ndarray, nearest: np.ndarray) -> np.ndarray:
    """Return how much of the pull on a paper is of each that is near it (papers, NEAREST, 1): a double has most."""
    apart = np.stack([np.linalg.norm(vectors[of_rank] - vectors, axis=1) for of_rank in nearest.T] or [vectors[:, 0]])
    beyond = (apart - apart.min(axis=0)).T
    weights = np.exp(-beyond * (SHARPNESS / np.maximum(beyond.mean(axis=1, keepdims=True), 1e-9)))
    return (weights / weights.sum(axis=1, keepdims=True))[:, :, None].astype(np.float32)


def _pull(places: np.ndarray, nearest: np.ndarray, shares: np.ndarray) -> np.ndarray:
    apart = places[nearest] - places[:, None]
    pulls: np.ndarray = (apart * shares * (2 / (1 + (apart**2).sum(axis=2, keepdims=True)))).sum(axis=1)
    return pulls


def _push(places: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    pushes = np.zeros_like(places)
    for _ in range(PUSHES):
        apart = places - places[chance.permutation(len(places))]
        square = (apart**2).sum(axis=1, keepdims=True)
        pushes += np.clip(2 * apart / ((0.1 + square) * (1 + square)), -MOST_PUSH, MOST_PUSH) / PUSHES
    return pushes


def _nearest(vectors: np.ndarray, groups: Groups) -> np.ndarray:
    """Return (papers, NEAREST): the nearest other papers of each, among its own topic and those next to it."""
    from sklearn.neighbors import NearestNeighbors

    count = min(NEAREST, len(vectors) - 1)
    nearest = np.zeros((len(vectors), count), dtype=np.int64)
    for group, centre in enumerate(groups.centres):
        own = np.flatnonzero(groups.of_paper == group)
        order = np.argsort(((groups.centres - centre) ** 2).sum(axis=1), kind="stable")
        enough = int(np.searchsorted(np.cumsum(groups.counts[order]), COMPARED)) + 1
        among = np.flatnonzero(np.isin(groups.of_paper, order[:enough]))
        found = NearestNeighbors(n_neighbors=count + 1, algorithm="brute").fit(vectors[among])
        nearest[own] = _others(among[found.kneighbors(vectors[own], return_distance=False)], own)
    return nearest


def _others(found: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Return what was found without the papers themselves; one that its doubles have crowded out loses its last."""
    itself = found == own[:, None]
    itself[~itself.any(axis=1), -1] = True
    return found[~itself].reshape(len(found), -1)


def _fitted(places: np.ndarray) -> np.ndarray:
    """Return places moved and scaled into 0..1, their shape kept."""
    if not len(places):
        return places
    low, high = places.min(axis=0), places.max(axis=0)
    fitted: np.ndarray = (places - (low + high) / 2) / max(float((high - low).max()), 1e-9) + 0.5
    return fitted
