"""A work order (报修工单): something that somebody has to put right, and what became of it, folded from its steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from ...recordings.rules.actor import NOBODY, Actor
from ...store.rules.times import from_ms, to_ms
from .chronicle import Step

MOST_TITLE: Final = 120
MOST_DESCRIPTION: Final = 2000
MOST_NOTE: Final = 500
MOST_NAME: Final = 120
MOST_PHOTOS: Final = 10
MOST_NOTES: Final = 100


class OrderState(StrEnum):
    """Where in its life an order is."""

    OPEN = "open"
    ASSIGNED = "assigned"
    DONE = "done"
    CANCELLED = "cancelled"


OPEN_STATES: Final = frozenset({OrderState.OPEN, OrderState.ASSIGNED})


class RaisedVia(StrEnum):
    """What an order comes from."""

    PERSON = "person"
    ALERT = "alert"
    INSPECTION = "inspection"


class Priority(StrEnum):
    """How soon it matters, the least first."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        """Return a number that grows with the priority."""
        return list(Priority).index(self)


class OrderStep(StrEnum):
    """What can happen to an order."""

    RAISED = "raised"
    CHANGED = "changed"
    ASSIGNED = "assigned"
    NOTED = "noted"
    PHOTO = "photo"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of what is wrong, or of how it was put right."""

    id: str
    kind: str
    """Suffix of its file: ``jpg``, ``png`` or ``webp``."""


@dataclass(frozen=True, slots=True)
class OrderNote:
    """What somebody wrote to an order."""

    at: datetime
    actor: Actor
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkOrder:
    """An order as it stands. Times are aware, UTC. Texts are clean, and still nobody's markup."""

    id: str
    site: str
    """Id of the site's config entry."""
    title: str
    description: str = ""
    asset_number: str | None = None
    device_subentry_id: str | None = None
    area_id: str | None = None
    room: str = ""
    raised_by: Actor = NOBODY
    raised_via: RaisedVia = RaisedVia.PERSON
    alert_id: str | None = None
    source_key: str = ""
    """What the fault is called by whatever found it; of two open orders of a site no two have the same."""
    state: OrderState = OrderState.OPEN
    assigned_to: Actor | None = None
    """Without a user id for somebody who is no user of Home Assistant."""
    priority: Priority = Priority.NORMAL
    photos: tuple[Photo, ...] = ()
    notes: tuple[OrderNote, ...] = ()
    raised_at: datetime
    due_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: Actor | None = None
    end_note: str = ""

    @property
    def is_open(self) -> bool:
        """Return whether there is still something to do."""
        return self.state in OPEN_STATES

    def is_overdue(self, now: datetime) -> bool:
        """Return whether it should be done by now."""
        return self.is_open and self.due_at is not None and self.due_at < now


def fold(order: WorkOrder | None, step: Step) -> WorkOrder | None:
    """Return an order after a step; what does not fit its state changes nothing, for rows may be touched."""
    if step.kind == OrderStep.RAISED:
        return order if order is not None else _raised(step)
    if order is None or (not order.is_open and step.kind not in (OrderStep.NOTED, OrderStep.PHOTO)):
        return order
    take = _TAKERS.get(step.kind)
    return order if take is None else take(order, step)


def head_of(order: WorkOrder) -> dict[str, Any]:
    """Return what searches go by."""
    return {
        "is_open": int(order.is_open),
        "begun_ms": to_ms(order.raised_at),
        "site": order.site,
        "area_id": order.area_id,
        "asset_number": order.asset_number,
        "alert_id": order.alert_id,
        "state": order.state.value,
    }


def actor_to(actor: Actor) -> dict[str, str]:
    """Return somebody as plain values."""
    return {"name": actor.name, "user_id": actor.user_id}


def actor_from(data: object) -> Actor:
    """Return somebody; nobody in particular where a row does not say."""
    if not isinstance(data, Mapping):
        return NOBODY
    return Actor(name=str(data.get("name", "")), user_id=str(data.get("user_id", "")))


def time_to(at: datetime | None) -> int | None:
    """Return a time, where there is one, as milliseconds since 1970-01-01 UTC."""
    return None if at is None else to_ms(at)


def time_from(data: object) -> datetime | None:
    """Return a time where there is one."""
    return from_ms(data) if isinstance(data, int | float) else None


def word_from[T: StrEnum](words: type[T], data: object, otherwise: T) -> T:
    """Return a word of ours; another one where a row holds something else."""
    return next((each for each in words if each.value == data), otherwise)


def _raised(step: Step) -> WorkOrder:
    data = step.data
    return WorkOrder(
        id=step.subject_id,
        site=str(data.get("site", "")),
        title=str(data.get("title", "")),
        description=str(data.get("description", "")),
        asset_number=data.get("asset_number"),
        device_subentry_id=data.get("device_subentry_id"),
        area_id=data.get("area_id"),
        room=str(data.get("room", "")),
        raised_by=actor_from(data.get("actor")),
        raised_via=word_from(RaisedVia, data.get("via"), RaisedVia.PERSON),
        alert_id=data.get("alert_id"),
        source_key=str(data.get("source_key", "")),
        priority=word_from(Priority, data.get("priority"), Priority.NORMAL),
        raised_at=step.at,
        due_at=time_from(data.get("due_ms")),
    )


def _changed(order: WorkOrder, step: Step) -> WorkOrder:
    data = step.data
    return replace(
        order,
        title=str(data.get("title", order.title)),
        description=str(data.get("description", order.description)),
        priority=word_from(Priority, data.get("priority"), order.priority),
        due_at=time_from(data["due_ms"]) if "due_ms" in data else order.due_at,
    )


def _assigned(order: WorkOrder, step: Step) -> WorkOrder:
    return replace(
        _changed(order, step), state=OrderState.ASSIGNED, assigned_to=actor_from(step.data.get("assigned_to"))
    )


def _noted(order: WorkOrder, step: Step) -> WorkOrder:
    note = OrderNote(step.at, actor_from(step.data.get("actor")), str(step.data.get("text", "")))
    return replace(order, notes=(*order.notes, note)[-MOST_NOTES:])


def _pictured(order: WorkOrder, step: Step) -> WorkOrder:
    photo = Photo(str(step.data.get("photo_id", "")), str(step.data.get("kind", "")))
    return replace(order, photos=(*order.photos, photo)[:MOST_PHOTOS])


def _ended(order: WorkOrder, step: Step) -> WorkOrder:
    return replace(
        order,
        state=OrderState.DONE if step.kind == OrderStep.DONE else OrderState.CANCELLED,
        ended_at=step.at,
        ended_by=actor_from(step.data.get("actor")),
        end_note=str(step.data.get("note", "")),
    )


_TAKERS: Final[Mapping[str, Callable[[WorkOrder, Step], WorkOrder]]] = {
    OrderStep.CHANGED: _changed,
    OrderStep.ASSIGNED: _assigned,
    OrderStep.NOTED: _noted,
    OrderStep.PHOTO: _pictured,
    OrderStep.DONE: _ended,
    OrderStep.CANCELLED: _ended,
}
