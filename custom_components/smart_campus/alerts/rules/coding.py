"""Alerts as plain values for a row, and back. Whatever a row holds is judged anew when it is read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...store.rules.text import clean_text
from .alert import (
    MOST_CAUSE,
    MOST_EVIDENCE,
    MOST_KEY,
    MOST_NAME,
    MOST_TITLE,
    Actor,
    Alert,
    AlertReport,
    AlertState,
    Button,
    Category,
    Child,
    Severity,
    Text,
)

MOST_BUTTONS = 4


def report_to(report: AlertReport) -> dict[str, Any]:
    """Return a report as the data of the transition that raises it: cut and cleaned."""
    return {
        "key": clean_text(report.key, MOST_KEY),
        "severity": report.severity.value,
        "title": text_to(report.title, MOST_TITLE),
        "cause": text_to(report.cause, MOST_CAUSE),
        "site": clean_text(report.site, MOST_NAME),
        "room": clean_text(report.room, MOST_NAME),
        "area_id": report.area_id,
        "device_subentry_id": report.device_subentry_id,
        "evidence": evidence_to(report.evidence),
        "parent_key": None if report.parent_key is None else clean_text(report.parent_key, MOST_KEY),
        "buttons": [button_to(button) for button in report.buttons[:MOST_BUTTONS]],
        "category": report.category.value,
    }


def alert_from(alert_id: str, at: datetime, data: Mapping[str, Any]) -> Alert:
    """Return the alert that a transition raised."""
    return Alert(
        id=alert_id,
        key=str(data.get("key", alert_id)),
        severity=severity_from(data.get("severity"), Severity.URGENT),
        state=AlertState.OPEN,
        title=text_from(data.get("title", "")),
        cause=text_from(data.get("cause", "")),
        room=str(data.get("room", "")),
        area_id=data.get("area_id"),
        site=str(data.get("site", "")),
        device_subentry_id=data.get("device_subentry_id"),
        evidence={str(name): str(value) for name, value in dict(data.get("evidence", {})).items()},
        raised_at=at,
        category=category_from(data.get("category")),
        buttons=tuple(map(button_from, data.get("buttons", ()))),
        parent_key=data.get("parent_key"),
    )


def text_to(text: str | Text, most: int) -> str | dict[str, Any]:
    """Return a text as plain values."""
    if isinstance(text, str):
        return clean_text(text, most)
    return {"key": text.key, "placeholders": {key: clean_text(str(v), most) for key, v in text.placeholders.items()}}


def text_from(data: object) -> str | Text:
    """Return a text as it was."""
    if isinstance(data, Mapping):
        placeholders = {str(key): str(value) for key, value in dict(data.get("placeholders", {})).items()}
        return Text(str(data.get("key", "")), placeholders)
    return str(data)


def evidence_to(evidence: Mapping[str, str]) -> dict[str, str]:
    """Return evidence cut and cleaned."""
    pairs = list(evidence.items())[:MOST_EVIDENCE]
    return {clean_text(str(name), MOST_NAME): clean_text(str(value), MOST_CAUSE) for name, value in pairs}


def button_to(button: Button) -> dict[str, Any]:
    """Return a button as plain values."""
    return {"id": clean_text(button.id, 40), "label": text_to(button.label, 40), "resolves": button.resolves}


def button_from(data: Mapping[str, Any]) -> Button:
    """Return a button as it was."""
    return Button(str(data["id"]), text_from(data["label"]), bool(data.get("resolves", False)))


def actor_to(actor: Actor) -> dict[str, Any]:
    """Return who did something as plain values, the name cut and cleaned."""
    return {"name": clean_text(actor.name, MOST_NAME), "user_id": actor.user_id, "via": clean_text(actor.via, 40)}


def actor_from(data: object) -> Actor:
    """Return who did something; nobody in particular where a row does not say."""
    if not isinstance(data, Mapping):
        return Actor("", None, "")
    return Actor(str(data.get("name", "")), data.get("user_id"), str(data.get("via", "")))


def child_to(key: str, title: str | Text) -> dict[str, Any]:
    """Return what hangs on a fault as plain values."""
    return {"key": clean_text(key, MOST_KEY), "title": text_to(title, MOST_TITLE)}


def child_from(data: Mapping[str, Any], at: datetime) -> Child:
    """Return what hangs on a fault."""
    return Child(str(data.get("key", "")), text_from(data.get("title", "")), at)


def severity_from(data: object, otherwise: Severity) -> Severity:
    """Return a severity as it was."""
    return next((each for each in Severity if each.value == data), otherwise)


def category_from(data: object) -> Category:
    """Return a category as it was; other where a row holds a word nobody knows."""
    return next((each for each in Category if each.value == data), Category.OTHER)
