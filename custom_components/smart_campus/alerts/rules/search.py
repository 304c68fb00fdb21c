"""Finding alerts in the store: by site, area, state, severity and category, page by page, the newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from .alert import Alert
from .tables import ALERT, transitions_of
from .transition import fold_all

MOST_ON_A_PAGE: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Cursor:
    """The last alert of a page."""

    raised_ms: int
    id: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return what `str` gave. Raises ValueError for anything else."""
        raised_ms, _, alert_id = text.partition("-")
        return cls(raised_ms=int(raised_ms), id=alert_id)

    def __str__(self) -> str:
        return f"{self.raised_ms}-{self.id}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """What is looked for. Empty is anything."""

    sites: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    severities: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    after: Cursor | None = None
    """Behind this alert: older ones."""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Alerts found, the newest first."""

    alerts: tuple[Alert, ...]
    following: Cursor | None
    """Where the next page goes on; None when there is none."""


def search(connection: Connection, query: Query) -> Page:
    """Return one page."""
    limit = max(1, min(query.limit, MOST_ON_A_PAGE))
    order = (ALERT.c.raised_ms.desc(), ALERT.c.id.desc())
    found = connection.execute(
        select(ALERT.c.id, ALERT.c.raised_ms).where(*_wanted(query)).order_by(*order).limit(limit + 1)
    )
    rows = [(str(row.id), int(row.raised_ms)) for row in found]
    alerts = fold_all(transitions_of(connection, [alert_id for alert_id, _ in rows[:limit]]))
    following = Cursor(raised_ms=rows[limit - 1][1], id=rows[limit - 1][0]) if len(rows) > limit else None
    return Page(tuple(alerts[alert_id] for alert_id, _ in rows[:limit] if alert_id in alerts), following)


def _wanted(query: Query) -> list[ColumnElement[bool]]:
    chosen: Mapping[Any, frozenset[str]] = {
        ALERT.c.site: query.sites,
        ALERT.c.area_id: query.areas,
        ALERT.c.state: query.states,
        ALERT.c.severity: query.severities,
        ALERT.c.category: query.categories,
    }
    wanted: list[ColumnElement[bool]] = [column.in_(values) for column, values in chosen.items() if values]
    if after := query.after:
        # The first part lets the index on the time do its work.
        wanted.append(
            and_(ALERT.c.raised_ms <= after.raised_ms, or_(ALERT.c.raised_ms < after.raised_ms, ALERT.c.id < after.id))
        )
    return wanted
