"""A feature's share of the store: its tables, how they changed over time, and how its rows are written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, Text, insert, inspect, select, update
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from .errors import StoreRefusedError

type Payload = Mapping[str, Any]
"""One row as its feature hands it over: JSON-able, since it may wait in the spool."""

type Anchors = Mapping[str, str]
"""What must be kept outside the database once the rows are in it, by name."""

type Apply = Callable[[Connection, Sequence[Payload], Anchors], Anchors]
"""Writes payloads inside a transaction, given the anchors that are kept, which it returns as they are afterwards.

Must bear the same payload twice: after a crash the spool repeats itself.
"""

type Step = Callable[[Connection], None]

WHOLE_UNICODE: Final[dict[str, Any]] = {
    f"{kind}_{option}": value
    for kind in ("mysql", "mariadb")
    for option, value in (("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}
"""Options of every table: MariaDB and MySQL would otherwise refuse some characters, and take others for equal."""

LONG_TEXT: Final = Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")
"""A column of any text: in MariaDB a plain one ends at 64 KiB."""

_LEDGER = Table(
    "smart_campus_schema",
    MetaData(),
    Column("part", String(40), primary_key=True),
    Column("version", Integer, nullable=False),
    **WHOLE_UNICODE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class StorePart:
    """What one feature keeps in the store."""

    name: str
    """Also the name under which its payloads wait in the spool."""
    metadata: MetaData
    """Its tables as they are in the newest version."""
    version: int = 1
    steps: Mapping[int, Step] = field(default_factory=dict)
    """By version: what turns the tables of the version before into it."""
    apply: Apply

    def prepare(self, connection: Connection) -> None:
        """Create the part's tables, or bring older ones up to date; data stays.

        Raises StoreRefusedError when the tables are newer than this program.
        """
        _LEDGER.create(connection, checkfirst=True)
        found = connection.scalar(select(_LEDGER.c.version).where(_LEDGER.c.part == self.name))
        if found is None:
            self.metadata.create_all(connection)
            connection.execute(insert(_LEDGER).values(part=self.name, version=self.version))
            return
        if found > self.version:
            raise StoreRefusedError(f"{self.name} has version {found}, this program knows {self.version}")
        for version in range(found + 1, self.version + 1):
            self.steps[version](connection)
            connection.execute(update(_LEDGER).where(_LEDGER.c.part == self.name).values(version=version))
        self.metadata.create_all(connection)

    def is_empty(self, connection: Connection) -> bool:
        """Return whether none of its tables holds a row; tables that do not exist hold none."""
        there = set(inspect(connection).get_table_names())
        return all(
            connection.execute(select(table).limit(1)).first() is None
            for table in self.metadata.sorted_tables
            if table.name in there
        )
