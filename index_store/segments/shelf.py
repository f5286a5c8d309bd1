"""The segments that a writer may use: whose texts stand at which place, and which places are free."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index_store.segments.segment import Origin, Segment
from index_store.whole_files import DamagedIndex, problems


@dataclass(frozen=True)
class Place:
    """Where the vectors of a paper are: the name of a segment, and the place in it."""

    segment: str
    place: int


class Shelf:
    """The segments under `root` whose texts were embedded as `origin` says; `in_use` are first, in their order.

    The others were finished by a writer that was stopped, or are of the generation before. A damaged one is left out;
    with `all_read` every byte is checked, and one of which only the vectors are whole has no free places.
    """

    def __init__(self, root: Path, origin: Origin, in_use: Iterable[str] = (), all_read: bool = False) -> None:
        self._origin = origin
        self._all_read = all_read
        self.segments: dict[str, Segment] = {}
        self._free: dict[bytes, list[Place]] = {}
        self._known: dict[bytes, Place] = {}
        names = dict.fromkeys([*in_use, *sorted(path.name for path in root.glob("*") if path.suffix == "")])
        for name in names:
            try:
                segment = Segment(root / name)
                if all_read:
                    segment.check_vectors()
            except DamagedIndex:
                continue  # its texts are embedded anew
            if segment.origin.of_texts == origin.of_texts:
                self.add(segment)

    def add(self, segment: Segment) -> None:
        """Make the places of a segment known; they are free."""
        self.segments[segment.name] = segment
        fits = segment.origin == self._origin and not (self._all_read and problems(segment.folder))
        for number in range(len(segment)):
            place, key = Place(segment.name, number), segment.key(number)
            self._known.setdefault(key, place)
            if fits:
                self._free.setdefault(key, []).append(place)

    def key_at(self, place: Place) -> bytes:
        """Return the digest of the text at a place."""
        return self.segments[place.segment].key(place.place)

    def occupy(self, places: Iterable[Place]) -> None:
        """Mark places as taken."""
        taken = set(places)
        self._free = {key: kept for key, free in self._free.items() if (kept := [p for p in free if p not in taken])}

    def take(self, key: bytes) -> Place | None:
        """Return a free place of a text, which is taken from now on; None when there is none."""
        free = self._free.get(key)
        return free.pop(0) if free else None

    def known(self, key: bytes) -> Place | None:
        """Return any place of a text, whose vectors can be copied; None where it was never embedded."""
        return self._known.get(key)

    def close(self) -> None:
        """Release the files of all segments."""
        for segment in self.segments.values():
            segment.close()
