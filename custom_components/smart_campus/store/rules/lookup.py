"""Keys looked up a portion at a time: databases take only so many in one question."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, insert, select

from .part import Payload

MOST_AT_ONCE: Final = 500


def portions(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield keys in portions that fit into one question."""
    for start in range(0, len(keys), MOST_AT_ONCE):
        yield keys[start : start + MOST_AT_ONCE]


def known_keys(connection: Connection, column: ColumnElement[str], keys: Sequence[str]) -> set[str]:
    """Return those of the keys that a column holds."""
    return {known for some in portions(keys) for known in connection.scalars(select(column).where(column.in_(some)))}


def unknown_payloads(
    connection: Connection, column: ColumnElement[str], payloads: Sequence[Payload], key: str
) -> list[Payload]:
    """Return each payload once whose key the column does not hold yet, in order."""
    wanted: dict[str, Payload] = {}
    for payload in payloads:
        wanted.setdefault(payload[key], payload)
    known = known_keys(connection, column, list(wanted))
    return [payload for each, payload in wanted.items() if each not in known]


def insert_unknown(connection: Connection, table: Table, key: str, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Insert the rows whose key the table does not hold yet. rows: by their key."""
    known = known_keys(connection, table.c[key], list(rows))
    if new := [dict(row) for each, row in rows.items() if each not in known]:
        connection.execute(insert(table), new)
