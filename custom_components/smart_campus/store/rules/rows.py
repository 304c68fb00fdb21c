"""Rows that come twice written once; keys looked up a portion at a time, as databases take only so many at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, func, insert, select, true, update

from .part import Payload

MOST_AT_ONCE: Final = 500

type Row = Mapping[str, Any]


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


def insert_unknown(connection: Connection, table: Table, key: str, rows: Mapping[str, Row]) -> None:
    """Insert the rows whose key the table does not hold yet. rows: by their key."""
    known = known_keys(connection, table.c[key], list(rows))
    if new := [dict(row) for each, row in rows.items() if each not in known]:
        connection.execute(insert(table), new)


def insert_numbered(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert rows behind those the table holds: ``seq`` counts on."""
    last = connection.scalar(select(func.max(table.c.seq))) or 0
    if new := [{**row, "seq": seq} for seq, row in enumerate(rows, last + 1)]:
        connection.execute(insert(table), new)


def keep_rows(connection: Connection, table: Table, rows: Mapping[str, Row], *, is_versioned: bool = False) -> None:
    """Insert or replace rows by id. is_versioned: one that the table holds in a later version stays."""
    known = known_keys(connection, table.c.id, list(rows))
    if new := [dict(row) for key, row in rows.items() if key not in known]:
        connection.execute(insert(table), new)
    for key in known:
        is_older = table.c.version < rows[key]["version"] if is_versioned else true()
        connection.execute(update(table).where(table.c.id == key, is_older).values(**rows[key]))
