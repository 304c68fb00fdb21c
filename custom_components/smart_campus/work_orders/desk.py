"""The work orders of the installation."""

from collections.abc import Callable, Iterable
from typing import Final, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..once import Once, async_once
from ..recordings.rules.actor import NOBODY, Actor
from ..store import DurableStore, async_get_store
from .news import SIGNAL_WORK_ORDER, OrderNews
from .rules.life import Change, OrderDraft, OrderError, raise_order
from .rules.order import OrderStep, WorkOrder, fold, head_of
from .rules.order_tables import ORDERS, OrderPage, OrderQuery, read_alerts_with_order, read_page
from .step_desk import Sort, StepDesk

type Decide = Callable[[WorkOrder], Change | None]
"""Says what is to happen to an order as it stands. Raises OrderError."""

SORT: Final = Sort(name="Work orders", chronicle=ORDERS, fold=fold, head_of=head_of)


class OrderDesk(StepDesk[WorkOrder]):
    """One thing happens at a time, by the state of the order at that moment."""

    def __init__(self, hass: HomeAssistant, store: DurableStore) -> None:
        """Use `async_get_orders` instead."""
        super().__init__(hass, store, SORT)

    @property
    def open(self) -> Iterable[WorkOrder]:
        """Return every open order, the oldest first."""
        return tuple(sorted(self._things.values(), key=lambda order: (order.raised_at, order.id)))

    def open_by_source(self, site: str, source_key: str) -> WorkOrder | None:
        """Return the open order of a fault that an alert or an inspection found."""
        wanted = (site, source_key)
        return next((each for each in self._things.values() if (each.site, each.source_key) == wanted), None)

    async def async_find(self, order_id: str) -> WorkOrder:
        """Return an order. Raises OrderError when there is none, StoreError when nobody can tell."""
        if (order := await self.async_look_up(order_id)) is None:
            raise OrderError("unknown_work_order")
        return order

    async def async_page(self, query: OrderQuery) -> OrderPage:
        """Return some orders: what is open first, then the newest. Raises StoreError."""
        await self.async_catch_up()
        if not query.is_open_only:
            return await self._store.async_read(lambda connection: read_page(connection, query))
        found = [order for order in self._things.values() if query.means(order)]
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
        async with self.turn:
            await self._async_complete()
            if draft.source_key and (known := self.open_by_source(draft.site, draft.source_key)) is not None:
                return known
            return await self._async_take(None, *raise_order(draft, actor), actor)

    async def async_change(self, order_id: str, decide: Decide, actor: Actor) -> WorkOrder:
        """Let something happen to an order, by its state at that moment. Raises OrderError and StoreError."""
        async with self.turn:
            await self._async_complete()
            order = await self.async_find(order_id)
            change = decide(order)
            return order if change is None else await self._async_take(order, *change, actor)

    @callback
    @override
    def _tell(self, kind: str, thing: WorkOrder, actor: Actor) -> None:
        news = OrderNews(happening=OrderStep(kind), order=thing, actor=actor)
        async_dispatcher_send(self._hass, SIGNAL_WORK_ORDER, news)


DATA_ORDERS: Final[HassKey[Once[OrderDesk]]] = HassKey(f"{DOMAIN}_work_orders")


async def async_get_orders(hass: HomeAssistant) -> OrderDesk:
    """Return the work orders of the installation, taking up what is open at the first call."""

    async def make() -> OrderDesk:
        desk = OrderDesk(hass, await async_get_store(hass))
        await desk.async_start()
        return desk

    return await async_once(hass, DATA_ORDERS, make)
