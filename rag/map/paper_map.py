"""The map as records: a point for each paper, and the topics with their words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MapPoint:
    """Where a paper stands: `x` and `y` in 0..1, papers on the same matter near each other.

    `topic` is the place of its topic among those of the map; `year` is None where it is not known.
    """

    paper_id: str
    x: float
    y: float
    year: int | None
    topic: int


@dataclass(frozen=True)
class MapTopic:
    """Papers on the same matter: how many, and the words that tell them from the others, most telling first."""

    words: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class PaperMap:
    """Every paper of one index generation, in stored order, and the topics, largest first."""

    index: str
    points: tuple[MapPoint, ...]
    topics: tuple[MapTopic, ...]
