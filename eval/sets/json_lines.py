"""Read JSON Lines files, plain or gzipped; errors name file, line and field."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index_store.errors import AbstractQAError


def read_json_lines(path: Path, *keys: str) -> Iterator[dict[str, Any]]:
    """Yield the object of each non-empty line, which has at least `keys`.

    Raises AbstractQAError for a missing file, and with file, line and field for a malformed line.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _record(line, keys, f"{path}:{number}")
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise AbstractQAError(f"{path} cannot be read ({error}); expected a JSON Lines file.") from error


def _record(line: str, keys: tuple[str, ...], place: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise AbstractQAError(f"{place}: not JSON ({error}).") from error
    return checked(record, keys, place)


def checked(record: Any, keys: tuple[str, ...], place: str) -> dict[str, Any]:
    """Return an object that has `keys`; raises AbstractQAError with the place and the missing key."""
    if not isinstance(record, dict):
        raise AbstractQAError(f"{place}: expected a JSON object, found {type(record).__name__}.")
    for key in keys:
        if key not in record:
            raise AbstractQAError(f"{place}: {key!r} is missing.")
    return record
