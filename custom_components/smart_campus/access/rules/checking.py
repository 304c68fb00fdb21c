"""Reading a whole access log through its check, with what waits beside it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from .chain import CHECKPOINT_FIELDS, ROW_FIELDS, Chain, Head, Verdict, verify
from .tables import CHECKPOINT, LOG

_READ_AT_ONCE: Final = 5_000


def check_log(connection: Connection, links: Chain, anchor: Head | None) -> Verdict:
    """Check the log in a database against the end of it that was kept elsewhere."""
    rows = _all(connection, LOG, "seq", (*ROW_FIELDS, "hash"))
    return verify(links, rows, _all(connection, CHECKPOINT, "first_seq", (*CHECKPOINT_FIELDS, "mark")), anchor)


def _all(connection: Connection, table: Table, key: str, names: tuple[str, ...]) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a table by its key, some at a time."""
    last = -(2**62)
    while True:
        statement = select(*(table.c[name] for name in names)).where(table.c[key] > last).order_by(table.c[key])
        found = connection.execute(statement.limit(_READ_AT_ONCE))
        some = [dict(zip(names, row, strict=True)) for row in found]
        if not some:
            return
        yield from some
        last = some[-1][key]
