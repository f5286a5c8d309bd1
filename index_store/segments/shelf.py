"""The segments that a writer may use: whose texts stand at which place, and which places are free."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from index_store.segments.rows import Place
from index_store.segments.segment import Origin, Segment
from index_store.whole_files import DamagedIndex, problems


class Shelf:
    """The segments under `root` whose texts were embedded as `origin` says; `in_use` are first, in their order.

    The others were finished by a writer that was stopped, or are of the generation before. A damaged one is left out;
    with `all_read` every byte is checked, and one of which only the vectors are whole has no free places.
    """

    def __init__(self, root: Path, origin: Origin, in_use: Iterable[str] = (), all_read: bool = False) -> None:
        self.segments: dict[str, Segment] = {}
        self._place_of: dict[str, dict[bytes, int]] = {}
        self._free: dict[str, np.ndarray] = {}
        for name in dict.fromkeys([*in_use, *sorted(path.name for path in root.glob("*"))]):
            try:
                segment = Segment(root / name)
                if all_read:
                    segment.check_vectors()
            except DamagedIndex:
                continue  # its texts are embedded anew
            if segment.origin.of_texts == origin.of_texts:
                self.add(segment, segment.origin == origin and not (all_read and problems(segment.folder)))

    def add(self, segment: Segment, free: bool) -> None:
        """Make the places of a segment known, all of them free or none."""
        self.segments[segment.name] = segment
        self._place_of[segment.name] = segment.places()
        self._free[segment.name] = np.full(len(segment), free)

    def key_at(self, place: Place) -> bytes:
        """Return the digest of the text at a place."""
        return self.segments[place.segment].key(place.place)

    def occupy(self, places: Iterable[Place]) -> None:
        """Mark places as taken."""
        for segment, place in places:
            self._free[segment][place] = False

    def take(self, key: bytes) -> Place | None:
        """Return a free place of a text, which is taken from now on; None when there is none."""
        for segment, places in self._place_of.items():
            place = places.get(key)
            if place is not None and self._free[segment][place]:
                self._free[segment][place] = False
                return Place(segment, place)
        return None

    def known(self, key: bytes) -> Place | None:
        """Return any place of a text, whose vectors can be copied; None where it was never embedded."""
        found = (Place(segment, places[key]) for segment, places in self._place_of.items() if key in places)
        return next(found, None)

    def close(self) -> None:
        """Release the files of all segments."""
        for segment in self.segments.values():
            segment.close()
