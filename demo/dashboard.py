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
    "projectors": {"en": "Projectors and displays", "zh-Hans": "投影机与显示屏"},
    "access": {"en": "Access events", "zh-Hans": "出入事件"},
    "paths": {"en": "Paths", "zh-Hans": "链路"},
    "events": {"en": "What happened", "zh-Hans": "动态"},
}
HOURS_SHOWN = 12
FEATURES: Mapping[str, Sequence[Mapping[str, Json]]] = {
    "media_player": ({"type": "media-player-playback"}, {"type": "media-player-source"}),
    "lock": ({"type": "lock-commands"}, {"type": "lock-open-door"}),
    "cover": ({"type": "cover-open-close"},),
}
"""What can be pressed on a tile, by platform."""
SWITCH_POINTS = ("problem", "ports_flapping", "ports_with_errors", "ports_up", "worst_utilisation", "cpu_load")

type Device = Mapping[str, Json]
type Section = dict[str, Json]


async def make_dashboard(api: Api, devices: Sequence[Device], entities: Sequence[Entity], language: str) -> None:
    """Make or replace the dashboard; none without devices to press or watch."""
    views = _views(devices, entities, language)
    if not views:
        return
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


def _views(devices: Sequence[Device], entities: Sequence[Entity], language: str) -> list[Json]:
    def own(kind: str, *platforms: str) -> list[tuple[Device, list[Entity]]]:
        return [
            (device, [entity for entity in entities if entity.device == device["id"] and entity.platform in platforms])
            for device in devices
            if device["kind"] == kind
        ]

    everything = ("sensor", "binary_sensor")
    views = [
        _view("rooms", "mdi:projector", language, _section("projectors", language, own("projector", "media_player"))),
        _view(
            "doors",
            "mdi:door",
            language,
            _section("doors", language, own("gate", "lock", "cover")),
            _log("access", language, [found for _, owned in own("gate", "event", "lock") for found in owned]),
        ),
        _view(
            "network",
            "mdi:switch",
            language,
            *(_device_section(device, found, language, SWITCH_POINTS) for device, found in own("switch", *everything)),
            *(_device_section(device, found, language) for device, found in own("probe", *everything)),
            _log("events", language, [found for _, owned in own("switch", "binary_sensor") for found in owned]),
        ),
    ]
    return [view for view in views if view["sections"]]


def _view(key: str, icon: str, language: str, *sections: Section | None) -> dict[str, Json]:
    shown = [section for section in sections if section]
    return {"type": "sections", "path": key, "title": TEXTS[key][language], "icon": icon, "sections": shown}


def _section(key: str, language: str, devices: Sequence[tuple[Device, Sequence[Entity]]]) -> Section | None:
    return _titled(TEXTS[key][language], [_tile(entity) for _, owned in devices for entity in owned])


def _device_section(
    device: Device, entities: Sequence[Entity], language: str, points: Sequence[str] = ()
) -> Section | None:
    def place(entity: Entity) -> int:
        return points.index(entity.point) if entity.point in points else len(points)

    shown = sorted((entity for entity in entities if not points or entity.point in points), key=place)
    return _titled(device["name"][language], [_tile(entity) for entity in shown])


def _log(key: str, language: str, entities: Sequence[Entity]) -> Section | None:
    if not entities:
        return None
    target = {"entity_id": [entity.entity_id for entity in entities]}
    card = {"type": "logbook", "target": target, "hours_to_show": HOURS_SHOWN, "grid_options": {"rows": 8}}
    return _titled(TEXTS[key][language], [card])


def _titled(title: str, cards: Sequence[Json]) -> Section | None:
    return {"type": "grid", "cards": [{"type": "heading", "heading": title}, *cards]} if cards else None


def _tile(entity: Entity) -> dict[str, Json]:
    tile: dict[str, Json] = {"type": "tile", "entity": entity.entity_id, "grid_options": {"columns": 12}}
    if features := FEATURES.get(entity.platform):
        tile["features"] = list(features)
    return tile
