"""The dashboard the demo makes."""

from typing import Any

from demo.dashboard import _views
from demo.readiness import Entity


def _device(device_id: str, kind: str) -> dict[str, Any]:
    return {
        "id": device_id,
        "kind": kind,
        "name": {"en": device_id, "zh-Hans": "设备"},
        "room": {"en": "Room", "zh-Hans": "房间"},
    }


def _entity(entity_id: str, device: str, point: str = "") -> Entity:
    return Entity(entity_id=entity_id, device=device, point=point, state="on")


DEVICES = (_device("beamer", "projector"), _device("core", "switch"), _device("main", "meter"))
ENTITIES = (
    _entity("media_player.beamer", "beamer", "projector"),
    _entity("sensor.beamer_hours", "beamer"),
    _entity("sensor.core_ports_flapping", "core", "ports_flapping"),
    _entity("binary_sensor.core_problem", "core", "problem"),
)


def _cards(views: list[Any], path: str) -> list[Any]:
    view = next(view for view in views if view["path"] == path)
    return [card for section in view["sections"] for card in section["cards"]]


def test_kinds_without_a_view_of_their_own_make_none() -> None:
    assert _views(DEVICES[2:], ENTITIES, "en") == []


def test_projector_can_be_operated_from_its_tile() -> None:
    tiles = [card for card in _cards(_views(DEVICES, ENTITIES, "en"), "rooms") if card["type"] == "tile"]
    assert [tile["entity"] for tile in tiles] == ["media_player.beamer"]
    assert {"type": "media-player-source"} in tiles[0]["features"]


def test_trouble_of_a_switch_comes_first() -> None:
    cards = _cards(_views(DEVICES, ENTITIES, "zh-Hans"), "network")
    assert cards[0]["heading"] == "设备"
    assert [card["entity"] for card in cards if card["type"] == "tile"] == [
        "binary_sensor.core_problem",
        "sensor.core_ports_flapping",
    ]
