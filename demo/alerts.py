"""The page of entrances on the demo's second dashboard: buttons where a floor gets wet, and what happened."""

from collections.abc import Mapping, Sequence

from .api import Api, Json
from .automations import ENTRANCES, PREFIX, WET_FLOOR, entity_of
from .flows import DOMAIN
from .readiness import Entity

COUNTERS = ("open_alerts_safety", "open_alerts_urgent", "open_alerts_warning", "open_alerts_notice")
"""Ends of unique ids, the worst first."""
TEXTS: Mapping[str, Mapping[str, str]] = {
    "acknowledge": {"en": "Acknowledge", "zh-Hans": "确认"},
    "automations": {"en": "Automations", "zh-Hans": "自动化"},
    "happened": {"en": "What happened", "zh-Hans": "动态"},
}
HOURS_SHOWN = 3
type Device = Mapping[str, Json]


async def entrance_sections(
    api: Api, entry_id: str, devices: Sequence[Device], entities: Sequence[Entity], language: str
) -> list[dict[str, Json]]:
    """Return the sections of the page."""
    registered = await api.command("config/entity_registry/list")
    ids = {(each["platform"], each["unique_id"]): each["entity_id"] for each in registered}
    counters = [ids[DOMAIN, f"{entry_id}_{key}"] for key in COUNTERS]
    automations = [found for (platform, key), found in ids.items() if platform == "automation" and PREFIX in key]
    areas = {area["name"]: area["area_id"] for area in await api.command("config/area_registry/list")}
    reports = {each["area_id"]: each["entity_id"] for each in registered if each["platform"] == "input_button"}
    rooms = {device["id"]: device["room"][language] for device in devices}
    entrances = [
        _section(
            rooms[entrance],
            _tile(entity_of(entities, entrance, "floor_wet")) | {"name": {"type": "entity"}},
            _press(reports[areas[rooms[entrance]]]),
            *(_answer(areas[rooms[entrance]], *answer, language) for answer in ANSWERS),
        )
        for entrance in ENTRANCES
    ]
    happened = {"type": "logbook", "target": {"entity_id": [*counters, *automations]}, "hours_to_show": HOURS_SHOWN}
    return [
        *entrances,
        _section(TEXTS["automations"][language], *map(_tile, automations)),
        _section(TEXTS["happened"][language], happened | {"grid_options": {"rows": 8}}),
    ]


ANSWERS = (
    ("acknowledge_alert", TEXTS["acknowledge"], "mdi:hand-back-right"),
    ("resolve_alert", WET_FLOOR["mopped_label"], "mdi:broom"),
)
"""Action, label and icon."""


def _section(title: str, *cards: Json) -> dict[str, Json]:
    return {"type": "grid", "cards": [{"type": "heading", "heading": title}, *cards]}


def _tile(entity_id: str) -> dict[str, Json]:
    return {"type": "tile", "entity": entity_id, "grid_options": {"columns": 6}}


def _press(button: str) -> dict[str, Json]:
    press = {"action": "perform-action", "perform_action": "input_button.press", "target": {"entity_id": button}}
    return _tile(button) | {"tap_action": press}


def _answer(area_id: str, action: str, labels: Mapping[str, str], icon: str, language: str) -> dict[str, Json]:
    """Show a button that answers the entrance's alert; it complains when none is open."""
    perform = {"action": "perform-action", "perform_action": f"{DOMAIN}.{action}"}
    return {
        "type": "button",
        "name": labels[language],
        "icon": icon,
        "tap_action": {**perform, "data": {"key": f"wet-floor:{area_id}"}},
        "grid_options": {"columns": 6, "rows": 2},
    }
