"""An alert as plain values: for actions, triggers and open pages. Texts are plain, in one language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..network.inspection.languages import closest_language
from .rules.alert import Actor, Alert
from .rules.transition import Transition
from .rules.words import render


def describe(hass: HomeAssistant, alert: Alert, language: str | None = None) -> dict[str, Any]:
    """Return an alert. language: None for that of Home Assistant."""
    words = language or closest_language(hass.config.language)
    zone = dt_util.get_default_time_zone()
    entry = hass.config_entries.async_get_entry(alert.site)
    return {
        "alert_id": alert.id,
        "key": alert.key,
        "severity": alert.severity.value,
        "state": alert.state.value,
        "category": alert.category.value,
        "title": render(alert.title, words, zone),
        "cause": render(alert.cause, words, zone),
        "site_id": alert.site,
        "site": "" if entry is None else entry.title,
        "room": alert.room,
        "area_id": alert.area_id,
        "device_subentry_id": alert.device_subentry_id,
        "evidence": dict(alert.evidence),
        "raised_at": _iso(alert.raised_at),
        "acknowledged_at": _iso(alert.acknowledged_at),
        "acknowledged_by": _name(alert.acknowledged_by),
        "snoozed_until": _iso(alert.snoozed_until),
        "escalated_to": list(alert.escalated_to),
        "resolved_at": _iso(alert.resolved_at),
        "resolved_by": _name(alert.resolved_by),
        "notes": [{"at": _iso(note.at), "by": note.actor.name, "text": note.text} for note in alert.notes],
        "children": [
            {"key": child.key, "title": render(child.title, words, zone), "since": _iso(child.since)}
            for child in alert.children
        ],
        "buttons": [{"id": button.id, "label": render(button.label, words, zone)} for button in alert.buttons],
    }


def describe_transition(transition: Transition) -> dict[str, Any]:
    """Return one thing that happened, for whoever looks into the history of an alert."""
    kept = ("contact", "channel", "event", "group", "step", "ok", "code", "detail", "to", "button", "text", "note")
    data: Mapping[str, Any] = transition.data
    actor = data.get("actor")
    by = {"by": actor.get("name", ""), "via": actor.get("via", "")} if isinstance(actor, Mapping) else {}
    return {
        "at": _iso(transition.at),
        "kind": transition.kind.value,
        **by,
        **{name: data[name] for name in kept if name in data},
    }


def _name(actor: Actor | None) -> str | None:
    return None if actor is None else actor.name


def _iso(at: datetime | None) -> str | None:
    return None if at is None else dt_util.as_local(at).isoformat()
