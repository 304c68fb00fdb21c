"""A dashboard of Home Assistant's own cards, made from the entities the demo finds."""

from collections.abc import Mapping, Sequence

from .api import Api, Json
from .readiness import Entity

URL_PATH = "smart-campus"
TEXTS: Mapping[str, Mapping[str, str]] = {
    "dashboard": {"en": "Campus", "zh-Hans": "校园"},
    "rooms": {"en": "Rooms", "zh-Hans": "课室"},
    "doors": {"en": "Doors", "zh-Hans": "门禁"},
    "network": {"en": "Network", "zh-Hans": "网络"},
    "access": {"en": "Access events", "zh-Hans": "出入事件"},
    "inspection": {"en": "Network inspection", "zh-Hans": "网络巡检"},
    "recordings": {"en": "Recordings", "zh-Hans": "录播"},
    "today": {"en": "Today", "zh-Hans": "今天"},
    "sheet": {"en": "Recording sheet", "zh-Hans": "录播日表"},
    "alerts": {"en": "Alerts", "zh-Hans": "告警"},
    "events": {"en": "What happened", "zh-Hans": "动态"},
}
HOURS_SHOWN = 12
WHOLE_WIDTH = 12
FEATURES: Mapping[str, Sequence[Mapping[str, Json]]] = {
    "media_player": ({"type": "media-player-playback"}, {"type": "media-player-source"}),
    "lock": ({"type": "lock-commands"}, {"type": "lock-open-door"}),
    "cover": ({"type": "cover-open-close"},),
}
"""What can be pressed on a tile, by platform."""
PROJECTOR_POINTS = ("projector", "picture_mute", "freeze", "light_source_remaining", "projector_problem")
PROBE_POINTS = ("problem", "targets_failing", "targets_degraded", "path_reachable", "certificate_days_left")
RECORDER_POINTS = (
    *("recording", "recorder_state", "recording_problem", "picture_problem", "sound_problem"),
    *("elapsed", "storage_free", "time_left"),
)
SWITCH_POINTS = ("problem", "ports_flapping", "ports_with_errors", "ports_up", "worst_utilisation", "cpu_load")

type Device = Mapping[str, Json]
type Section = dict[str, Json]


async def make_dashboard(
    api: Api,
    devices: Sequence[Device],
    entities: Sequence[Entity],
    language: str,
    *,
    report: str,
    sheet: str,
    counters: Sequence[str],
    alerts: Sequence[Section],
) -> None:
    """Make or replace the dashboard; none without devices to press or watch.

    report, sheet: addresses of an inspection report and of the day's recordings. counters: entity ids of the site's
    recordings today. alerts: sections of the page of alerts.
    """
    views = _views(devices, entities, language, counters)
    if not views:
        return
    views += [
        _view("alerts", "mdi:bell-alert", language, *alerts),
        _page_view("sheet", "mdi:table-check", sheet, language),
        _page_view("inspection", "mdi:clipboard-check", report, language),
    ]
    known = await api.command("lovelace/dashboards/list")
    if all(dashboard["url_path"] != URL_PATH for dashboard in known):
        await api.command(
            "lovelace/dashboards/create",
            url_path=URL_PATH,
            title=TEXTS["dashboard"][language],
            icon="mdi:school",
            mode="storage",
            show_in_sidebar=True,
            require_admin=False,
        )
    await api.command("lovelace/config/save", url_path=URL_PATH, config={"views": views})


def _views(
    devices: Sequence[Device], entities: Sequence[Entity], language: str, counters: Sequence[str] = ()
) -> list[Json]:
    def own(kind: str, *platforms: str) -> list[tuple[Device, list[Entity]]]:
        return [
            (device, [entity for entity in entities if entity.device == device["id"] and entity.platform in platforms])
            for device in devices
            if device["kind"] == kind
        ]

    watched = own("switch", "binary_sensor", "sensor")
    tried = own("probe", "binary_sensor", "sensor")
    views = [
        _view(
            "rooms",
            "mdi:projector",
            language,
            *(
                _device_section(device, _chosen(found, PROJECTOR_POINTS), language, title=device["room"][language])
                for device, found in own("projector", "media_player", "switch", "sensor", "binary_sensor")
            ),
        ),
        _view(
            "recordings",
            "mdi:record-rec",
            language,
            _titled(TEXTS["today"][language], [{**_tile_of(each), "name": {"type": "entity"}} for each in counters]),
            *(
                _recorder_section(device, found, language)
                for device, found in own("recorder", "switch", "sensor", "binary_sensor", "camera")
            ),
        ),
        _view(
            "doors",
            "mdi:door",
            language,
            *(_device_section(device, found, language) for device, found in own("gate", "lock", "cover")),
            _log("access", language, [found for _, owned in own("gate", "event", "lock") for found in owned]),
        ),
        _view(
            "network",
            "mdi:switch",
            language,
            *(_device_section(device, _chosen(found, SWITCH_POINTS), language) for device, found in watched),
            *(_device_section(device, _chosen(found, PROBE_POINTS), language) for device, found in tried),
            _log("events", language, [found for _, owned in own("switch", "binary_sensor") for found in owned]),
        ),
    ]
    return [view for view in views if view["sections"]]


def _view(key: str, icon: str, language: str, *sections: Section | None) -> dict[str, Json]:
    shown = [section for section in sections if section]
    return {"type": "sections", "path": key, "title": TEXTS[key][language], "icon": icon, "sections": shown}


def _page_view(key: str, icon: str, address: str, language: str) -> dict[str, Json]:
    card = {"type": "iframe", "url": address}
    return {"type": "panel", "path": key, "title": TEXTS[key][language], "icon": icon, "cards": [card]}


def _recorder_section(device: Device, entities: Sequence[Entity], language: str) -> Section | None:
    """Show a recorder's picture, where it has one, above what it does."""
    section = _device_section(device, _chosen(entities, RECORDER_POINTS), language)
    camera = next((entity for entity in entities if entity.platform == "camera"), None)
    if section and camera:
        picture = {"type": "picture-entity", "entity": camera.entity_id, "show_name": False, "show_state": False}
        section["cards"].insert(1, picture)
    return section


def _device_section(device: Device, entities: Sequence[Entity], language: str, *, title: str = "") -> Section | None:
    """Show a device's entities below its name, or another title; their own names do without it."""
    return _titled(
        title or device["name"][language], [_tile(entity) | {"name": {"type": "entity"}} for entity in entities]
    )


def _chosen(entities: Sequence[Entity], points: Sequence[str]) -> list[Entity]:
    """Return the entities of some points, in the order of the points."""
    return sorted(
        (entity for entity in entities if entity.point in points), key=lambda entity: points.index(entity.point)
    )


def _log(key: str, language: str, entities: Sequence[Entity]) -> Section | None:
    if not entities:
        return None
    target = {"entity_id": [entity.entity_id for entity in entities]}
    card = {"type": "logbook", "target": target, "hours_to_show": HOURS_SHOWN, "grid_options": {"rows": 8}}
    return _titled(TEXTS[key][language], [card])


def _titled(title: str, cards: Sequence[Json]) -> Section | None:
    return {"type": "grid", "cards": [{"type": "heading", "heading": title}, *cards]} if cards else None


def _tile_of(entity_id: str) -> dict[str, Json]:
    return {"type": "tile", "entity": entity_id, "grid_options": {"columns": WHOLE_WIDTH // 2}}


def _tile(entity: Entity) -> dict[str, Json]:
    features = list(FEATURES.get(entity.platform, ()))
    columns = WHOLE_WIDTH if features else WHOLE_WIDTH // 2
    return {
        "type": "tile",
        "entity": entity.entity_id,
        "grid_options": {"columns": columns},
        **({"features": features} if features else {}),
    }
