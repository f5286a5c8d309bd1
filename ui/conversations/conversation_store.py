"""The kept conversations: an SQLite file of its own in the home folder, one short connection an operation.

A conversation belongs to an owner, and no operation sees those of another. It is named by its first question and
found by the words of its questions, answers and cited titles. What is deleted is overwritten in the file.
"""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from textwrap import shorten

from index_store.errors import AbstractQAError
from ui.conversations.kept_turn import KeptTurn

FILE = "conversations.sqlite"
LAYOUT = 1  # of the tables; a file of a later program is left alone
LONGEST_TITLE = 120
MOST_LISTED = 200
MOST_WORDS = 8  # of a search

_TABLES = """
CREATE TABLE conversations (id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, changed REAL NOT NULL);
CREATE INDEX newest ON conversations (owner, changed);
CREATE TABLE turns (
    id INTEGER PRIMARY KEY, conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE, record TEXT NOT NULL
);
CREATE INDEX of_conversation ON turns (conversation);
CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2');
"""


@dataclass(frozen=True)
class Conversation:
    """A conversation in the list: `changed` is in seconds since 1970, `turns` how many answers it has."""

    id: str
    title: str
    changed: float
    turns: int


class Conversations:
    """Conversations in an SQLite file; safe to share between threads and processes. All raise AbstractQAError."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, owner: str, conversation: str, turn: KeptTurn) -> str:
        """Add a turn to a conversation and return its id; one that the owner has not (any more) begins anew."""
        with self._opened() as connection:
            now = time.time()
            known = "UPDATE conversations SET changed = ? WHERE id = ? AND owner = ?"
            if not connection.execute(known, [now, conversation, owner]).rowcount:
                conversation = token_hex(8)
                title = shorten(turn.answer.question, LONGEST_TITLE, placeholder=" …") or "(nothing)"
                row = [conversation, owner, title, now]
                connection.execute("INSERT INTO conversations (id, owner, title, changed) VALUES (?, ?, ?, ?)", row)
            added = "INSERT INTO turns (conversation, record) VALUES (?, ?)"
            place = connection.execute(added, [conversation, turn.to_json()]).lastrowid
            connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", [place, _text_of(turn)])
        return conversation

    def listed(self, owner: str, words: str = "") -> list[Conversation]:
        """Return the owner's conversations that have all words, or beginnings of words; the latest first."""
        found, values = _found(words)
        query = (
            "SELECT c.id, c.title, c.changed, COUNT(t.id) FROM conversations c JOIN turns t ON t.conversation = c.id "
            f"WHERE c.owner = ? {found} GROUP BY c.id ORDER BY c.changed DESC LIMIT {MOST_LISTED}"
        )
        with self._opened() as connection:
            return [Conversation(*row) for row in connection.execute(query, [owner, *values])]

    def turns(self, owner: str, conversation: str) -> list[KeptTurn]:
        """Return the turns of a conversation, oldest first; none if the owner has no such conversation."""
        query = (
            "SELECT t.record FROM turns t JOIN conversations c ON t.conversation = c.id "
            "WHERE c.owner = ? AND c.id = ? ORDER BY t.id"
        )
        with self._opened() as connection:
            try:
                return [KeptTurn.from_json(row[0]) for row in connection.execute(query, [owner, conversation])]
            except (KeyError, TypeError, ValueError) as error:
                raise AbstractQAError(f"A turn of this conversation cannot be read ({error}).") from error

    def delete(self, owner: str, conversation: str) -> None:
        """Delete a conversation of the owner; another's, or none, is left as it is."""
        of_it = "SELECT t.id FROM turns t JOIN conversations c ON t.conversation = c.id WHERE c.owner = ? AND c.id = ?"
        with self._opened() as connection:
            connection.execute(f"DELETE FROM words WHERE rowid IN ({of_it})", [owner, conversation])
            connection.execute("DELETE FROM conversations WHERE owner = ? AND id = ?", [owner, conversation])
            connection.execute("INSERT INTO words (words) VALUES ('optimize')")  # else the index still has its words
        with self._opened() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # else the log still has the text

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction."""
        try:
            self.path.touch(mode=0o600)
            with closing(sqlite3.connect(self.path, timeout=5)) as connection:
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("PRAGMA foreign_keys = ON")
                self._prepare(connection)
                with connection:
                    yield connection
        except (OSError, sqlite3.Error) as error:
            raise AbstractQAError(
                f"The conversations in {self.path} cannot be used ({error}). Move that file away to begin anew, or "
                "keep none: ABSTRACT_QA_KEEP_CONVERSATIONS=false"
            ) from error

    def _prepare(self, connection: sqlite3.Connection) -> None:
        if (found := _layout(connection)) == 0:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            if (found := _layout(connection)) == 0:  # no other process was faster
                for statement in _TABLES.split(";\n"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {LAYOUT}")
            connection.commit()
        elif found != LAYOUT:
            raise AbstractQAError(
                f"{self.path} has layout {found}, this program knows layout {LAYOUT}: a later version wrote it. "
                "It is left as it is. Update abstract-qa, or move that file away."
            )


def _layout(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _text_of(turn: KeptTurn) -> str:
    titles = dict.fromkeys(citation.paper.title for citation in turn.answer.citations)
    return "\n".join([turn.answer.question, turn.answer.text, *titles])


def _found(words: str) -> tuple[str, list[str]]:
    """Return the condition that each of the words is in some turn, and its values; nothing for no words.

    Each word is quoted, so that nothing typed is an operator of the search.
    """
    quoted = [f'"{word}"*' for word in re.findall(r"\w+", words)[:MOST_WORDS]]
    one = "AND c.id IN (SELECT conversation FROM turns WHERE id IN (SELECT rowid FROM words WHERE words MATCH ?))"
    return " ".join([one] * len(quoted)), quoted
