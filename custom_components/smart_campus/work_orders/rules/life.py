"""What may happen to a work order, as the kind and data of the step that makes it happen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ...recordings.rules.actor import NOBODY, Actor
from ...store.rules.text import clean_text
from .order import (
    MOST_DESCRIPTION,
    MOST_NAME,
    MOST_NOTE,
    MOST_PHOTOS,
    MOST_TITLE,
    OrderStep,
    Photo,
    Priority,
    RaisedVia,
    WorkOrder,
    actor_to,
    time_to,
)

type Change = tuple[OrderStep, dict[str, Any]]


class OrderError(Exception):
    """An order cannot take what somebody wants. `code` is the key of a sentence; `values` belong into it."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values: Final[Mapping[str, str]] = values


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderDraft:
    """What somebody, or an alert or an inspection, wants to be put right. Texts may come from anywhere."""

    site: str
    title: str
    description: str = ""
    asset_number: str | None = None
    device_subentry_id: str | None = None
    area_id: str | None = None
    room: str = ""
    via: RaisedVia = RaisedVia.PERSON
    alert_id: str | None = None
    source_key: str = ""
    priority: Priority = Priority.NORMAL
    due_at: datetime | None = None


def raise_order(draft: OrderDraft, actor: Actor = NOBODY) -> Change:
    """Begin an order. Raises OrderError without a title."""
    return OrderStep.RAISED, {
        "site": draft.site,
        "title": _title(draft.title),
        "description": clean_text(draft.description, MOST_DESCRIPTION),
        "asset_number": draft.asset_number,
        "device_subentry_id": draft.device_subentry_id,
        "area_id": draft.area_id,
        "room": clean_text(draft.room, MOST_NAME),
        "actor": actor_to(actor),
        "via": draft.via.value,
        "alert_id": draft.alert_id,
        "source_key": draft.source_key,
        "priority": draft.priority.value,
        "due_ms": time_to(draft.due_at),
    }


def change(
    order: WorkOrder,
    actor: Actor,
    *,
    title: str | None = None,
    description: str | None = None,
    due_at: datetime | None,
) -> Change | None:
    """Word an order anew, or put its day off; None when nothing would change. Raises OrderError when it is over."""
    refuse_over(order)
    changed: dict[str, Any] = {}
    if title is not None and (cleaned := _title(title)) != order.title:
        changed["title"] = cleaned
    if description is not None and (cleaned := clean_text(description, MOST_DESCRIPTION)) != order.description:
        changed["description"] = cleaned
    if due_at != order.due_at:
        changed["due_ms"] = time_to(due_at)
    return (OrderStep.CHANGED, {**changed, "actor": actor_to(actor)}) if changed else None


def assign(
    order: WorkOrder,
    actor: Actor,
    assignee: Actor,
    *,
    priority: Priority | None = None,
    due_at: datetime | None = None,
) -> Change:
    """Give an order to somebody, also to somebody else. Raises OrderError when it is over, or for nobody."""
    refuse_over(order)
    name = clean_text(assignee.name, MOST_NAME)
    if not name:
        raise OrderError("work_order_needs_assignee")
    data: dict[str, Any] = {"actor": actor_to(actor), "assigned_to": {"name": name, "user_id": assignee.user_id}}
    if priority is not None:
        data["priority"] = priority.value
    if due_at is not None:
        data["due_ms"] = time_to(due_at)
    return OrderStep.ASSIGNED, data


def finish(order: WorkOrder, actor: Actor, note: str = "") -> Change:
    """Say that it is put right. Raises OrderError when the order is over."""
    refuse_over(order)
    return OrderStep.DONE, {"actor": actor_to(actor), "note": clean_text(note, MOST_NOTE)}


def cancel(order: WorkOrder, actor: Actor, note: str = "") -> Change:
    """Say that nothing is to be done. Raises OrderError when the order is over."""
    refuse_over(order)
    return OrderStep.CANCELLED, {"actor": actor_to(actor), "note": clean_text(note, MOST_NOTE)}


def note(order: WorkOrder, actor: Actor, text: str) -> Change:
    """Write something to an order, also to one that is over. Raises OrderError for nothing."""
    if not (cleaned := clean_text(text, MOST_NOTE)):
        raise OrderError("work_order_note_empty")
    return OrderStep.NOTED, {"actor": actor_to(actor), "text": cleaned}


def picture(order: WorkOrder, actor: Actor, photo: Photo) -> Change:
    """Add a photo, also to an order that is over. Raises OrderError when it has enough."""
    refuse_more_photos(order)
    return OrderStep.PHOTO, {"actor": actor_to(actor), "photo_id": photo.id, "kind": photo.kind}


def refuse_more_photos(order: WorkOrder) -> None:
    """Raise OrderError when an order has as many photos as it may have."""
    if len(order.photos) >= MOST_PHOTOS:
        raise OrderError("work_order_photos_full", most=str(MOST_PHOTOS))


def refuse_over(order: WorkOrder) -> None:
    """Raise OrderError when an order is done or cancelled."""
    if not order.is_open:
        name = order.ended_by.name if order.ended_by else ""
        raise OrderError("work_order_over", title=order.title, name=name or "?")


def _title(text: str) -> str:
    if not (title := clean_text(text, MOST_TITLE)):
        raise OrderError("work_order_needs_title")
    return title
