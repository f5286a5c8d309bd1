"""Topics: papers whose vectors are near each other, found by k-means."""

from dataclasses import dataclass

import numpy as np

LEAST = 15  # papers that a topic should have on average: fewer are no topic
MOST = 16  # topics: as many as eight colours and two shapes can tell apart


@dataclass(frozen=True)
class Groups:
    """Which group each paper is of (papers,), the largest being 0, and their centres (groups, directions)."""

    of_paper: np.ndarray
    centres: np.ndarray

    @property
    def counts(self) -> np.ndarray:
        """Return how many papers each group has."""
        return np.bincount(self.of_paper, minlength=len(self.centres))


def grouped(vectors: np.ndarray) -> Groups:
    """Return the groups of papers; the same vectors always give the same."""
    from sklearn.cluster import KMeans  # here, because a question needs none

    found = KMeans(min(MOST, max(1, len(vectors) // LEAST)), n_init=1, random_state=0).fit(vectors)
    counts = np.bincount(found.labels_, minlength=len(found.cluster_centers_))
    order = np.argsort(-counts, kind="stable")
    return Groups(np.argsort(order)[found.labels_], found.cluster_centers_[order])
