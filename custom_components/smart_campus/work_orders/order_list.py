"""A site's open work orders as a to-do list: to check one off is to say that it was put right."""

from datetime import date, datetime
from typing import override

from homeassistant.components.todo.const import TodoItemStatus, TodoListEntityFeature
from homeassistant.components.todo.entity import TodoItem, TodoListEntity
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.util import dt as dt_util

from .desk import OrderDesk
from .drafting import end_of_day
from .news import SIGNAL_WORK_ORDER, OrderNews
from .requests import OrderRequest, OrderRequests
from .rules.order import WorkOrder


class WorkOrderList(TodoListEntity):
    """Whoever adds an item raises an order, whoever checks one off has done it."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _attr_translation_key = "work_orders"
    _attr_supported_features = (
        TodoListEntityFeature.CREATE_TODO_ITEM
        | TodoListEntityFeature.UPDATE_TODO_ITEM
        | TodoListEntityFeature.SET_DUE_DATE_ON_ITEM
        | TodoListEntityFeature.SET_DUE_DATETIME_ON_ITEM
        | TodoListEntityFeature.SET_DESCRIPTION_ON_ITEM
    )

    def __init__(self, entry: ConfigEntry, desk: OrderDesk) -> None:
        self._site = entry.entry_id
        self._desk = desk
        self._attr_unique_id = f"{entry.entry_id}_work_orders"

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(async_dispatcher_connect(self.hass, SIGNAL_WORK_ORDER, self._on_news))
        self._read()

    @override
    async def async_create_todo_item(self, item: TodoItem) -> None:
        """Raise an order for the site as a whole."""
        await self._take_requests().async_raise(
            OrderRequest(
                title=item.summary or "",
                description=item.description or "",
                site=self._site,
                due_at=_moment(item.due),
            )
        )

    @override
    async def async_update_todo_item(self, item: TodoItem) -> None:
        """Say that an order is done, or word it anew."""
        requests = self._take_requests()
        if item.status == TodoItemStatus.COMPLETED:
            await requests.async_finish(item.uid or "")
            return
        shown = next((each for each in self._attr_todo_items or () if each.uid == item.uid), None)
        title = item.summary or ""
        if shown is not None and title == shown.summary:
            title = self._title_of(item.uid or "") or title
        await requests.async_reword(item.uid or "", title, item.description or "", _moment(item.due))

    def _take_requests(self) -> OrderRequests:
        """Return what whoever calls may ask. Core sets the context right before; it is not the next caller's."""
        context, self._context = self._context, None
        return OrderRequests(self.hass, context.user_id if context else None)

    def _title_of(self, order_id: str) -> str | None:
        return next((order.title for order in self._desk.open if order.id == order_id), None)

    @callback
    def _on_news(self, news: OrderNews) -> None:
        if news.order.site == self._site:
            self._read()
            self.async_write_ha_state()

    def _read(self) -> None:
        orders = [order for order in self._desk.open if order.site == self._site]
        orders.sort(key=lambda order: (-order.priority.rank, order.raised_at, order.id))
        self._attr_todo_items = [_item_of(order) for order in orders]


def _item_of(order: WorkOrder) -> TodoItem:
    return TodoItem(
        uid=order.id,
        summary=f"{order.room}: {order.title}" if order.room else order.title,
        description=order.description or None,
        due=None if order.due_at is None else dt_util.as_local(order.due_at),
        status=TodoItemStatus.NEEDS_ACTION,
    )


def _moment(due: date | None) -> datetime | None:
    """Return when something is due; a date means the end of that day."""
    if due is None:
        return None
    if isinstance(due, datetime):
        return dt_util.as_utc(due)
    return end_of_day(due)
