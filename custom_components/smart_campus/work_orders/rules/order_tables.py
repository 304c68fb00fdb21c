"""Work orders in the durable store: found by site, room, thing, alert and state, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, String

from ...store.rules.rows import known_keys
from .chronicle import Chronicle, fold_steps
from .order import OPEN_STATES, OrderState, WorkOrder, fold

ORDERS: Final = Chronicle(
    "work_order",
    Column("site", String(64), nullable=False),
    Column("area_id", String(255)),
    Column("asset_number", String(120)),
    Column("alert_id", String(32)),
    Column("state", String(10), nullable=False),
)
MOST_ON_A_PAGE: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderQuery:
    """Which orders are looked for; what is empty means any."""

    site: str | None = None
    area_id: str | None = None
    asset_number: str | None = None
    states: frozenset[OrderState] = frozenset()
    offset: int = 0
    limit: int = 50

    @property
    def is_open_only(self) -> bool:
        """Whether orders that are over are not meant."""
        return bool(self.states) and self.states <= OPEN_STATES

    def means(self, order: WorkOrder) -> bool:
        """Return whether an order is looked for."""
        return (
            self.site in (None, order.site)
            and self.area_id in (None, order.area_id)
            and self.asset_number in (None, order.asset_number)
            and (not self.states or order.state in self.states)
        )


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Some of the orders that were looked for."""

    total: int
    orders: tuple[WorkOrder, ...]


def read_page(connection: Connection, query: OrderQuery) -> OrderPage:
    """Return one page: what is open first, then the newest."""
    heads = ORDERS.heads.c
    chosen: dict[Any, str | None] = {
        heads.site: query.site,
        heads.area_id: query.area_id,
        heads.asset_number: query.asset_number,
    }
    wanted: list[ColumnElement[bool]] = [column == value for column, value in chosen.items() if value is not None]
    if query.states:
        wanted.append(heads.state.in_([state.value for state in query.states]))
    total, ids = ORDERS.page(connection, wanted, query.offset, min(query.limit, MOST_ON_A_PAGE))
    orders = fold_steps(fold, ORDERS.steps_of(connection, ids))
    return OrderPage(total, tuple(orders[each] for each in ids if each in orders))


def read_alerts_with_order(connection: Connection, alert_ids: Iterable[str]) -> set[str]:
    """Return those of some alerts for which there is, or was, an order."""
    return known_keys(connection, ORDERS.heads.c.alert_id, tuple(alert_ids))
