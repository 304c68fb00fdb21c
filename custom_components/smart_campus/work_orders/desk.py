"""The work orders of the installation: what happens to one is on a disk, then in memory, then told."""

import asyncio
import logging
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..recordings.rules.actor import NOBODY, Actor
from ..store import DurableStore, async_get_store
from ..store.rules.errors import StoreError
from .news import SIGNAL_WORK_ORDER, OrderNews
from .rules.chronicle import Step, step_of
from .rules.life import Change, OrderDraft, OrderError, raise_order
from .rules.order import OrderStep, WorkOrder, fold, head_of
from .rules.order_tables import ORDERS, OrderPage, OrderQuery, fold_all, read_alerts_with_order, read_page

_LOGGER = logging.getLogger(__name__)

type Decide = Callable[[WorkOrder], Change | None]
"""Says what is to happen to an order as it stands. Raises OrderError."""


class OrderDesk:
    """Open orders are in memory; all of them are in the store. One thing happens at a time."""

    def __init__(self, hass: HomeAssistant, store: DurableStore) -> None:
        """Use `async_get_orders` instead."""
        self._hass = hass
        self._store = store
        self._open: dict[str, WorkOrder] = {}
        self._turn = asyncio.Lock()
        self._is_complete = False

    async def async_start(self) -> None:
        """Take up what is open. A store that does not answer is asked again by whatever comes next."""
        await self._store.async_use(ORDERS.store_part)
        try:
            await self.async_catch_up()
        except StoreError as err:
            _LOGGER.warning("Work orders of before cannot be read yet: %s", err)

    async def async_catch_up(self) -> None:
        """Take up what is open, unless that was done. Raises StoreError."""
        async with self._turn:
            await self._async_complete()

    @property
    def open(self) -> Iterable[WorkOrder]:
        """Return every open order, the oldest first."""
        return tuple(sorted(self._open.values(), key=lambda order: (order.raised_at, order.id)))

    def open_by_source(self, site: str, source_key: str) -> WorkOrder | None:
        """Return the open order of a fault that an alert or an inspection found."""
        return next((each for each in self._open.values() if (each.site, each.source_key) == (site, source_key)), None)

    async def async_find(self, order_id: str) -> WorkOrder:
        """Return an order. Raises OrderError when there is none, StoreError when nobody can tell."""
        if (order := self._open.get(order_id)) is not None:
            return order
        found = fold_all(await self.async_history(order_id))
        if order_id not in found:
            raise OrderError("unknown_work_order")
        return found[order_id]

    async def async_history(self, order_id: str) -> list[Step]:
        """Return everything that happened to an order. Raises StoreError."""
        return await self._store.async_read(lambda connection: ORDERS.steps_of(connection, [order_id]))

    async def async_page(self, query: OrderQuery) -> OrderPage:
        """Return some orders: what is open first, then the newest. Raises StoreError."""
        await self.async_catch_up()
        if not query.is_open_only:
            return await self._store.async_read(lambda connection: read_page(connection, query))
        found = [order for order in self._open.values() if query.means(order)]
        found.sort(key=lambda order: (order.raised_at, order.id), reverse=True)
        return OrderPage(len(found), tuple(found[query.offset : query.offset + query.limit]))

    async def async_alerts_with_order(self, alert_ids: Iterable[str]) -> set[str]:
        """Return those of some alerts for which there is, or was, an order. Raises StoreError."""
        wanted = tuple(alert_ids)
        return await self._store.async_read(lambda connection: read_alerts_with_order(connection, wanted))

    async def async_raise(self, draft: OrderDraft, actor: Actor = NOBODY) -> WorkOrder:
        """Begin an order; return the open one of the same fault where there is one.

        Raises OrderError for a draft that says nothing, StoreError when it can not be kept.
        """
        async with self._turn:
            await self._async_complete()
            if draft.source_key and (known := self.open_by_source(draft.site, draft.source_key)) is not None:
                return known
            return await self._async_take(None, raise_order(draft, actor), actor)

    async def async_change(self, order_id: str, decide: Decide, actor: Actor) -> WorkOrder:
        """Let something happen to an order, by its state at that moment. Raises OrderError and StoreError."""
        async with self._turn:
            await self._async_complete()
            order = await self.async_find(order_id)
            change = decide(order)
            return order if change is None else await self._async_take(order, change, actor)

    async def _async_take(self, before: WorkOrder | None, change: Change, actor: Actor) -> WorkOrder:
        kind, data = change
        subject = uuid.uuid7().hex if before is None else before.id
        step = Step(id=uuid.uuid7().hex, subject_id=subject, kind=kind, at=dt_util.utcnow(), data=data)
        after = fold(before, step)
        if after is None:
            raise RuntimeError(f"{kind} happened to an order that was never raised")
        await self._store.async_append(ORDERS.part, [ORDERS.payload(step, head_of(after))])
        self._keep(after)
        async_dispatcher_send(
            self._hass, SIGNAL_WORK_ORDER, OrderNews(happening=OrderStep(kind), order=after, actor=actor)
        )
        return after

    async def _async_complete(self) -> None:
        if self._is_complete:
            return
        waiting = [step_of(payload) for payload in await self._store.async_waiting(ORDERS.part)]
        found = await self._store.async_read(ORDERS.open_steps)
        known = {step.id for step in found}
        found += [step for step in waiting if step is not None and step.id not in known]
        for order in fold_all(found).values():
            self._keep(order)
        self._is_complete = True

    def _keep(self, order: WorkOrder) -> None:
        if order.is_open:
            self._open[order.id] = order
        else:
            self._open.pop(order.id, None)


@dataclass(slots=True)
class OrderShelf:
    """The desk, once somebody asked for it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    desk: OrderDesk | None = None


DATA_ORDERS: Final[HassKey[OrderShelf]] = HassKey(f"{DOMAIN}_work_orders")


async def async_get_orders(hass: HomeAssistant) -> OrderDesk:
    """Return the work orders of the installation, taking up what is open at the first call."""
    shelf = hass.data.setdefault(DATA_ORDERS, OrderShelf())
    async with shelf.lock:
        if shelf.desk is None:
            desk = OrderDesk(hass, await async_get_store(hass))
            await desk.async_start()
            shelf.desk = desk
        return shelf.desk
