"""A cache of what the language model wrote, by the exact prompt: the same prompt is not written twice.

Everything after the draft (grounding, citations) is computed anew, so no result of an older program is kept.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

MOST = 10_000  # drafts kept; the oldest go first


def draft_key(*parts: object) -> str:
    """Return a digest of all that a draft depends on; parts must be JSON values."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


class Drafts:
    """Drafts in an SQLite file; a file that cannot be read or written counts as empty."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, key: str) -> str | None:
        """Return the draft kept under a key, or None."""
        with suppress(sqlite3.Error), self._opened() as connection:
            row = connection.execute("SELECT draft FROM drafts WHERE key = ?", [key]).fetchone()
            return row[0] if row else None
        return None

    def keep(self, key: str, draft: str) -> None:
        """Keep a finished draft."""
        try:
            with self._opened() as connection:
                connection.execute("INSERT OR REPLACE INTO drafts (key, draft) VALUES (?, ?)", [key, draft])
                connection.execute("DELETE FROM drafts WHERE rowid <= (SELECT max(rowid) FROM drafts) - ?", [MOST])
        except sqlite3.Error:
            self.path.unlink(missing_ok=True)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=5)) as connection, connection:
            connection.execute("CREATE TABLE IF NOT EXISTS drafts (key TEXT PRIMARY KEY, draft TEXT)")
            yield connection
