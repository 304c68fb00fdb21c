"""Payloads on the local disk until their database takes them, and what is known about that database besides."""

import json
import logging
import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, Self

from .errors import StoreFullError
from .part import Anchors, Payload

_LOGGER = logging.getLogger(__name__)

MOST_WAITING: Final = 1_000_000
"""Payloads that may wait; at some 300 bytes each they fill a third of a gigabyte."""

_TABLES = """
CREATE TABLE IF NOT EXISTS waiting (id INTEGER PRIMARY KEY AUTOINCREMENT, part TEXT NOT NULL, payload TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refused (id INTEGER PRIMARY KEY, part TEXT NOT NULL, payload TEXT NOT NULL, reason TEXT);
CREATE TABLE IF NOT EXISTS anchor (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Spool:
    """A SQLite file of its own. One thread uses it, except for `anchors`."""

    def __init__(self, connection: sqlite3.Connection, most: int = MOST_WAITING) -> None:
        self._connection = connection
        self._most = most
        self._anchors: dict[str, str] = dict(connection.execute("SELECT name, value FROM anchor"))
        self._waiting: dict[str, int] = dict(connection.execute("SELECT part, count(*) FROM waiting GROUP BY part"))
        self.refused: int = connection.execute("SELECT count(*) FROM refused").fetchone()[0]
        """How many payloads were put aside because their database takes them by no means."""

    @classmethod
    def open(cls, path: Path, most: int = MOST_WAITING) -> Self:
        """Open or create the file; one that is damaged is put aside and said so in the log.

        Raises StoreFullError when the disk does not allow a file at all.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return cls(_connect(path), most)
            except sqlite3.DatabaseError as err:
                if isinstance(err, sqlite3.OperationalError) or not path.exists():
                    raise
                aside = path.with_name(f"{path.name}.damaged-{time.time_ns()}")
                path.rename(aside)
                _LOGGER.warning("The spool is damaged (%s); it was put aside as %s", err, aside.name)
                return cls(_connect(path), most)
        except (OSError, sqlite3.Error) as err:
            raise StoreFullError(f"the spool cannot be opened: {err}") from err

    @property
    def anchors(self) -> Anchors:
        """What was kept last, by name."""
        return dict(self._anchors)

    @property
    def waiting(self) -> int:
        """How many payloads wait."""
        return sum(self._waiting.values())

    def holds(self, part: str) -> bool:
        """Return whether payloads of a part wait."""
        return self._waiting.get(part, 0) > 0

    def put(self, part: str, payloads: Sequence[Payload]) -> None:
        """Add payloads behind those that wait; they are on the disk afterwards.

        Raises StoreFullError when the limit is reached or the disk is full; nothing was added then.
        """
        if self.waiting + len(payloads) > self._most:
            raise StoreFullError(f"{self.waiting} rows wait for their database, which is the limit")
        rows = [(part, json.dumps(payload)) for payload in payloads]
        self._write("INSERT INTO waiting (part, payload) VALUES (?, ?)", rows)
        self._waiting[part] = self._waiting.get(part, 0) + len(rows)

    def first(self, part: str, count: int) -> list[tuple[int, Payload]]:
        """Return the payloads of a part that waited longest, with their ids."""
        found = self._connection.execute(
            "SELECT id, payload FROM waiting WHERE part = ? ORDER BY id LIMIT ?", (part, count)
        )
        return [(number, json.loads(payload)) for number, payload in found]

    def last(self, part: str, field: str, value: str, having: str) -> Payload | None:
        """Return the payload that came last of those with a value in one field and anything in another."""
        found = self._connection.execute(
            "SELECT payload FROM waiting WHERE part = ? AND json_extract(payload, ?) = ?"
            " AND json_extract(payload, ?) IS NOT NULL ORDER BY id DESC LIMIT 1",
            (part, f"$.{field}", value, f"$.{having}"),
        ).fetchone()
        return json.loads(found[0]) if found else None

    def remove(self, part: str, ids: Sequence[int]) -> None:
        """Remove payloads that are in their database."""
        if not ids:
            return
        self._write("DELETE FROM waiting WHERE id = ?", [(number,) for number in ids])
        self._waiting[part] -= len(ids)

    def refuse(self, part: str, number: int, reason: str) -> None:
        """Put one payload aside that its database takes by no means, so that it holds up no other."""
        self._write(
            "INSERT INTO refused SELECT id, part, payload, ? FROM waiting WHERE id = ?",
            [(reason, number)],
        )
        self.refused += 1
        self.remove(part, [number])

    def keep(self, anchors: Anchors) -> None:
        """Remember anchors on the disk."""
        if anchors:
            self._write("INSERT OR REPLACE INTO anchor (name, value) VALUES (?, ?)", list(anchors.items()))
            self._anchors.update(anchors)

    def forget_anchors(self) -> None:
        """Forget every anchor: the database is another one."""
        self._write("DELETE FROM anchor WHERE name = ?", [(name,) for name in self._anchors])
        self._anchors.clear()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _write(self, sql: str, rows: Iterable[tuple[str | int, ...]]) -> None:
        try:
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                self._connection.executemany(sql, rows)
        except sqlite3.Error as err:
            raise StoreFullError(f"the spool takes no more: {err}") from err


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10, check_same_thread=False, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.executescript(_TABLES)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
