"""Alerts as the server describes them."""

from datetime import UTC, datetime, timedelta
from typing import Any


def ago(minutes: float) -> str:
    """Return an ISO time."""
    return (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()


def alert(alert_id: str, **changes: Any) -> dict[str, Any]:
    """Return an open alert."""
    return {
        "alert_id": alert_id,
        "key": alert_id,
        "severity": "warning",
        "state": "open",
        "category": "network",
        "title": "Wet floor",
        "cause": "",
        "site_id": "site1",
        "site": "Teaching Building",
        "room": "",
        "area_id": None,
        "device_subentry_id": None,
        "evidence": {},
        "raised_at": ago(12),
        "acknowledged_at": None,
        "acknowledged_by": None,
        "snoozed_until": None,
        "escalated_to": [],
        "resolved_at": None,
        "resolved_by": None,
        "notes": [],
        "children": [],
        "buttons": [],
    } | changes


def some_alerts() -> list[dict[str, Any]]:
    """Return one alert of each kind of look."""
    children = [{"key": f"k{n}", "title": f"Projector {n} cannot be reached", "since": ago(20)} for n in range(3)]
    return [
        alert("smoke", severity="safety", title="Corridor sensor detects smoke", room="Corridor 2F", raised_at=ago(1)),
        alert(
            "switch",
            severity="urgent",
            title="Access switch 3F cannot be reached",
            cause="The uplink port GigabitEthernet0/0/48 of Core switch is down.",
            room="Room 301",
            area_id="a301",
            children=children,
            evidence={"last seen": "2026-11-20 08:55", "neighbour": "Core switch"},
            raised_at=ago(25),
            escalated_to=["Wang Fang"],
        ),
        alert(
            "floor",
            title="Wet floor at the main entrance",
            cause="Rain since 07:40",
            room="Entrance hall",
            buttons=[{"id": "mopped", "label": "Mopped"}],
            state="acknowledged",
            acknowledged_at=ago(4),
            acknowledged_by="Li Wei",
            notes=[{"at": ago(3), "by": "Li Wei", "text": "On my way with a mop."}],
        ),
        alert("lamp", severity="notice", title="Projector 105: lamp or filter is due", raised_at=ago(60 * 30)),
    ]


def hostile_alert(alert_id: str, text: str) -> dict[str, Any]:
    """Return an alert that says the same thing everywhere."""
    return alert(
        alert_id,
        title=text,
        cause=text,
        room=text,
        site=text,
        acknowledged_at=ago(1),
        acknowledged_by=text,
        escalated_to=[text],
        notes=[{"at": ago(1), "by": text, "text": text}],
        children=[{"key": "k", "title": text, "since": ago(1)}],
        evidence={text: text},
        buttons=[{"id": "x", "label": text}],
    )
