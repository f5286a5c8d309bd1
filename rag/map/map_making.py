"""The map of an index as records."""

from collections import Counter

from index_store.index import Index
from rag.map.kept_map import drawn_map
from rag.map.paper_map import MapPoint, MapTopic, PaperMap


def map_of(index: Index) -> PaperMap:
    """Return the map of a generation; the first one takes seconds, later ones come from the disk."""
    drawn = drawn_map(index)
    topics = [int(topic) for topic in drawn.topics]
    counts = Counter(topics)
    return PaperMap(
        index.name,
        tuple(
            MapPoint(paper_id, x, y, year, topic)
            for (paper_id, year), (x, y), topic in zip(index.table.years(), drawn.places.tolist(), topics, strict=True)
        ),
        tuple(MapTopic(words, counts[topic]) for topic, words in enumerate(drawn.words)),
    )
