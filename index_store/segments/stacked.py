"""Arrays on disk, and those of several segments read as one."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index_store.whole_files import damaged, reading


def save_array(path: Path, *parts: np.ndarray) -> None:
    """Write an array, of which the parts are the rows; a full disk raises an OSError that says so.

    numpy's own writer hides why it failed, and takes the parts twice.
    """
    header = np.lib.format.header_data_from_array_1_0(np.ascontiguousarray(parts[0]))
    header["shape"] = (sum(map(len, parts)), *parts[0].shape[1:])
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        for part in parts:
            file.write(np.ascontiguousarray(part, dtype=parts[0].dtype).data if part.size else b"")


def load_array(path: Path, large: bool = False) -> np.ndarray:
    """Read an array; a `large` one stays on the disk. Raises DamagedIndex."""
    with reading(path):
        array: np.ndarray = np.load(path, mmap_mode="r" if large else None)
        return array


class StackedArrays:
    """Arrays (rows, dimension) of one dimension, one after the other."""

    def __init__(self, parts: Sequence[np.ndarray], dimension: int) -> None:
        self.parts = parts
        self._dimension = dimension
        self._ends = np.cumsum([len(part) for part in parts], dtype=np.int64)

    @property
    def shape(self) -> tuple[int, int]:
        """Return the number of rows, and their dimension."""
        return len(self), self._dimension

    def __len__(self) -> int:
        return int(self._ends[-1]) if len(self._ends) else 0

    def __getitem__(self, rows: int | slice | Sequence[int] | np.ndarray) -> np.ndarray:
        """Return rows by their numbers; raises DamagedIndex for one that is not there."""
        if isinstance(rows, slice):
            rows = np.arange(len(self))[rows]
        wanted = np.asarray(rows, dtype=np.int64)
        if wanted.size and not 0 <= wanted.min() <= wanted.max() < len(self):
            raise damaged(Path("papers.sqlite3"), f"names row {wanted.max()} of {len(self)}")
        return self._gathered(wanted.reshape(-1)).reshape(*wanted.shape, self._dimension)

    def _gathered(self, rows: np.ndarray) -> np.ndarray:
        part_of = np.searchsorted(self._ends, rows, side="right")
        if len(rows) and (part_of == part_of[0]).all():  # the rows of one paper always are
            return self._of_part(part_of[0], rows)
        found = np.empty((len(rows), self._dimension), dtype=self.parts[0].dtype if self.parts else np.float32)
        for part in np.unique(part_of):
            found[part_of == part] = self._of_part(part, rows[part_of == part])
        return found

    def _of_part(self, part: int, rows: np.ndarray) -> np.ndarray:
        of_part: np.ndarray = self.parts[part][rows - self._ends[part] + len(self.parts[part])]
        return of_part

    def __matmul__(self, vector: np.ndarray) -> np.ndarray:
        """Return the product (rows,) of every row with a vector (dimension,), in float32."""
        products = [part.astype(np.float32, copy=False) @ vector for part in self.parts]
        return np.concatenate([np.zeros(0, dtype=np.float32), *products])
