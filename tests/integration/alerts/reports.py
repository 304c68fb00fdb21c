"""Reports and people of the tests."""

from typing import Any

from custom_components.smart_campus.alerts.rules.alert import Actor, AlertReport, Severity

LI = Actor("Li Wei", "user-li", "phone")
WANG = Actor("Wang Fang", "user-wang", "page")


def report(key: str = "leak:hall", **changes: Any) -> AlertReport:
    """Return a report of water on a floor."""
    values: dict[str, Any] = {
        "key": key,
        "severity": Severity.WARNING,
        "title": "Wet floor in the hall",
        "site": "site1",
        "room": "Hall",
        "area_id": "hall",
    }
    return AlertReport(**values | changes)
