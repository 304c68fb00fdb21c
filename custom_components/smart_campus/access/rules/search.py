"""Finding rows of the access log: by door, controller, credential, time and outcome, page by page, the newest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from .chain import ROW_FIELDS
from .tables import LOG

MOST_ON_A_PAGE: Final = 1_000
MOST_NUMBER: Final = 2**62
"""No database takes greater ones."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cursor:
    """The last row of a page."""

    at_ms: int
    seq: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return what `str` gave. Raises ValueError for anything else."""
        at_ms, _, seq = text.partition("-")
        found = cls(at_ms=int(at_ms), seq=int(seq))
        if max(abs(found.at_ms), found.seq) > MOST_NUMBER:
            raise ValueError("no row has such a number")
        return found

    def __str__(self) -> str:
        return f"{self.at_ms}-{self.seq}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """What is looked for. None is anything."""

    controller: str | None = None
    door: int | None = None
    door_name: str | None = None
    credential: str | None = None
    site_id: str | None = None
    user: str | None = None
    kind: str | None = None
    outcome: str | None = None
    start_ms: int | None = None
    """From here on."""
    end_ms: int | None = None
    """Before this."""
    after: Cursor | None = None
    """Behind this row: older ones."""
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Page:
    """Rows found, the newest first."""

    rows: tuple[dict[str, Any], ...]
    following: Cursor | None
    """Where the next page goes on; None when there is none."""


def search(connection: Connection, query: Query) -> Page:
    """Return one page."""
    limit = max(1, min(query.limit, MOST_ON_A_PAGE))
    found = connection.execute(_statement(query).limit(limit + 1)).mappings().all()
    rows = tuple(dict(row) for row in found[:limit])
    return Page(rows, _cursor_of(rows[-1]) if len(found) > limit else None)


def search_all(connection: Connection, query: Query, most: int) -> Iterator[dict[str, Any]]:
    """Yield every row found, but no more than so many, without holding them all in memory."""
    while most > 0:
        page = search(connection, replace(query, limit=min(most, MOST_ON_A_PAGE)))
        yield from page.rows
        most -= len(page.rows)
        if page.following is None:
            return
        query = replace(query, after=page.following)


def _cursor_of(row: Mapping[str, Any]) -> Cursor:
    return Cursor(at_ms=row["at_ms"], seq=row["seq"])


def _statement(query: Query) -> Select[Any]:
    equal = {
        LOG.c.controller: query.controller,
        LOG.c.door: query.door,
        LOG.c.door_name: query.door_name,
        LOG.c.credential: query.credential,
        LOG.c.site_id: query.site_id,
        LOG.c.user_name: query.user,
        LOG.c.kind: query.kind,
        LOG.c.outcome: query.outcome,
    }
    wanted: list[ColumnElement[bool]] = [column == value for column, value in equal.items() if value is not None]
    if query.start_ms is not None:
        wanted.append(LOG.c.at_ms >= query.start_ms)
    if query.end_ms is not None:
        wanted.append(LOG.c.at_ms < query.end_ms)
    if after := query.after:
        # The first part lets the index on the time do its work.
        older = or_(LOG.c.at_ms < after.at_ms, LOG.c.seq < after.seq)
        wanted.append(and_(LOG.c.at_ms <= after.at_ms, older))
    columns = [LOG.c[name] for name in ROW_FIELDS if name != "row_key"]
    return select(*columns).where(*wanted).order_by(LOG.c.at_ms.desc(), LOG.c.seq.desc())
