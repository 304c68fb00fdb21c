"""One open database: transactions, and which errors mean that it is not there."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event, insert, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from .location import StoreLocation
from .part import StorePart

COPIED_AT_ONCE: Final = 5_000
_READING: Final = "smart_campus_reading"


def is_outage(err: BaseException) -> bool:
    """Return whether an error says that the database is not there, rather than that it refuses these rows."""
    return isinstance(err, SQLAlchemyError) and not isinstance(err, DataError | IntegrityError)


def describe(err: BaseException, location: StoreLocation) -> str:
    """Return what an error of a database says: one bounded line without the location's secrets."""
    cause = getattr(err, "orig", None) or err
    lines = str(cause).strip().splitlines() or [type(cause).__name__]
    return location.hide(lines[0])[:200]


class Database:
    """An engine with the pragmas and transaction marks the store needs. Any thread may use it."""

    def __init__(self, location: StoreLocation) -> None:
        self.location = location
        self._rests = False
        self._engine = _make_engine(location)
        if location.is_file:
            event.listen(self._engine, "connect", self._configure)
            event.listen(self._engine, "begin", _begin)

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """Run one transaction; it is on the disk when the context ends."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """Run queries that see one state and delay no writer."""
        with self._engine.connect() as connection:
            connection.execution_options(**{_READING: True})
            yield connection

    def prepare(self, parts: Iterable[StorePart]) -> None:
        """Bring the tables of some parts into being or up to date."""
        for part in parts:
            with self.writing() as connection:
                part.prepare(connection)

    def copy_from(self, source: Database, part: StorePart) -> None:
        """Copy every row of a part; its tables here must be empty."""
        with source.reading() as origin, self.writing() as target:
            for table in part.metadata.sorted_tables:
                rows = origin.execution_options(yield_per=COPIED_AT_ONCE).execute(select(table))
                for some in rows.mappings().partitions():
                    target.execute(insert(table), [dict(row) for row in some])

    def checkpoint(self, *, hold: bool) -> None:
        """Bring a file's write-ahead log into the file. hold: and let the file rest until called without it."""
        if not self.location.is_file:
            return
        with self._engine.connect() as connection:
            cursor = connection.connection.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._rests = hold
        self._engine.dispose()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _configure(self, connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute(f"PRAGMA wal_autocheckpoint={0 if self._rests else 1_000}")
        cursor.close()


def _make_engine(location: StoreLocation) -> Engine:
    if location.is_file:
        Path(location.url.database or "").parent.mkdir(parents=True, exist_ok=True)
    return create_engine(
        location.url,
        connect_args=location.connect_args,
        hide_parameters=True,
        pool_pre_ping=not location.is_file,
        pool_size=4,
        pool_timeout=30,
    )


def _begin(connection: Connection) -> None:
    """Say BEGIN ourselves: sqlite3 would say it too late, and a writer must not wait in its middle for the lock."""
    reading = connection.get_execution_options().get(_READING)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
