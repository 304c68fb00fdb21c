"""Work orders as plain values: for actions, triggers and open pages. Texts are plain."""

from datetime import datetime
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..recordings.rules.actor import Actor
from .photos import photo_url
from .rules.chronicle import Step
from .rules.order import WorkOrder, actor_from


@callback
def describe_order(hass: HomeAssistant, order: WorkOrder, refresh_token_id: str | None = None) -> dict[str, Any]:
    """Return an order. refresh_token_id: of the person whose links to the photos these are."""
    entry = hass.config_entries.async_get_entry(order.site)
    return {
        "order_id": order.id,
        "site": order.site,
        "site_title": "" if entry is None else entry.title,
        "title": order.title,
        "description": order.description,
        "asset_number": order.asset_number,
        "device_subentry_id": order.device_subentry_id,
        "area_id": order.area_id,
        "room": order.room,
        "raised_by": order.raised_by.name,
        "raised_by_id": order.raised_by.user_id or None,
        "raised_via": order.raised_via.value,
        "alert_id": order.alert_id,
        "state": order.state.value,
        "assigned_to": None if order.assigned_to is None else order.assigned_to.name,
        "assigned_user_id": (order.assigned_to.user_id or None) if order.assigned_to else None,
        "priority": order.priority.value,
        "photos": [{"photo_id": photo.id, "url": photo_url(hass, photo, refresh_token_id)} for photo in order.photos],
        "notes": [{"at": iso(note.at), "by": note.actor.name, "text": note.text} for note in order.notes],
        "raised_at": iso(order.raised_at),
        "due_at": iso(order.due_at),
        "is_overdue": order.is_overdue(dt_util.utcnow()),
        "done_at": iso(order.ended_at),
        "done_by": name_of(order.ended_by),
        "done_note": order.end_note,
    }


def describe_step(step: Step) -> dict[str, Any]:
    """Return one thing that happened, for whoever looks into a history."""
    data = step.data
    said = {name: data[name] for name in ("note", "text", "photo_id", "title", "priority", "reason") if data.get(name)}
    assignee = data.get("assigned_to")
    return {
        "at": iso(step.at),
        "kind": step.kind,
        "by": actor_from(data.get("actor")).name,
        **({"assigned_to": actor_from(assignee).name} if assignee else {}),
        **said,
    }


def iso(at: datetime | None) -> str | None:
    """Return a time as people here write it, with its offset."""
    return None if at is None else dt_util.as_local(at).isoformat()


def name_of(actor: Actor | None) -> str | None:
    """Return a name where somebody did something."""
    return None if actor is None else actor.name
