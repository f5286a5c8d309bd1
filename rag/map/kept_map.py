"""The map of a generation, kept beside it: computed once, and again where its files are gone, damaged or outdated."""

import contextlib
import json
import logging
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index_store.index import Index
from index_store.segments.stacked import load_array, save_array
from index_store.whole_files import DamagedIndex, check, damaged, reading, seal
from rag.map.grouping import grouped
from rag.map.layout import placed
from rag.map.telling_words import telling_words
from rag.map.whole_vectors import reduced_vectors

FOLDER = "map"
RULE = "2"  # changes when the map is computed in another way
_log = logging.getLogger("abstract_qa")


@dataclass(frozen=True)
class DrawnMap:
    """Places (papers, 2) in 0..1 and topics (papers,) in stored order, and the words of each topic, largest first."""

    places: np.ndarray
    topics: np.ndarray
    words: tuple[tuple[str, ...], ...]


def drawn_map(index: Index) -> DrawnMap:
    """Return the map of a generation: the kept one, or a new one, which is kept if it can be."""
    folder = index.folder / FOLDER
    if folder.is_dir():
        try:
            if kept := _read(folder, index.manifest.paper_count):
                return kept
        except DamagedIndex as error:
            _log.warning("The map is drawn anew: %s", error)
    drawn = _drawn(index)
    with contextlib.suppress(OSError):  # a full or read-only disk, or a generation that is gone by now
        _keep(folder, drawn)
    return drawn


def _drawn(index: Index) -> DrawnMap:
    if not index.manifest.paper_count:
        return DrawnMap(np.zeros((0, 2), dtype=np.float32), np.zeros(0, dtype=np.int64), ())
    vectors = reduced_vectors(index)
    groups = grouped(vectors)
    return DrawnMap(placed(vectors), groups.of_paper, tuple(telling_words(index, groups)))


def _keep(folder: Path, drawn: DrawnMap) -> None:
    staging = Path(tempfile.mkdtemp(prefix=f"{FOLDER}.", dir=folder.parent))
    try:
        save_array(staging / "places.npy", drawn.places.astype(np.float32))
        save_array(staging / "topics.npy", drawn.topics.astype(np.int64))
        words = {"rule": RULE, "words": drawn.words}
        (staging / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        seal(staging)
        shutil.rmtree(folder, ignore_errors=True)
        staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _read(folder: Path, count: int) -> DrawnMap | None:
    """Return the kept map; None if it was computed in another way."""
    check(folder, lambda name: True, content=True)
    with reading(folder / "words.json"):
        kept = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        places, topics = (load_array(folder / f"{name}.npy") for name in ("places", "topics"))
        if kept["rule"] != RULE:
            return None
        if places.shape != (count, 2) or topics.shape != (count,):
            raise damaged(folder, "is of other papers")
        return DrawnMap(places, topics, tuple(map(tuple, kept["words"])))
