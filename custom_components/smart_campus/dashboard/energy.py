"""The electricity of a site: its meters by room and floor, and what was used after hours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import probatio as vol
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import floor_registry as fr
from homeassistant.util import dt as dt_util

from ..campuslink.model import Kind
from ..rooms.settings import RoomSettings
from ..site import SiteEntry
from .asking import PREFIX, SITE_FIELD, async_site_of
from .board import async_get_board
from .consumption import AfterHours, Counted, after_hours_of, async_get_consumption, use_of
from .device_rows import describe_entities
from .placed import PlacedDevice

POWER = "active_power"
ENERGY = "energy_import"


@dataclass(frozen=True, kw_only=True, slots=True)
class Electricity:
    """One meter of electricity."""

    name: str
    area_id: str | None
    power: str | None
    """Entity of its power."""
    energy: str | None
    """Entity of its total."""
    watts: float | None
    """Its power now."""


@websocket_command({vol.Required("type"): f"{PREFIX}/energy", **SITE_FIELD})
@async_response
async def handle_energy(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Return the meters of a site."""
    if (site := async_site_of(hass, connection, msg)) is None:
        return
    meters = [each for device in async_get_board(hass, site).devices if (each := _meter_of(hass, device))]
    counted = await async_get_consumption(hass, site).async_hours([each.energy for each in meters if each.energy])
    connection.send_result(msg["id"], describe_energy(hass, site, meters, counted))


@callback
def describe_energy(
    hass: HomeAssistant, site: SiteEntry, meters: Iterable[Electricity], counted: Counted
) -> dict[str, Any]:
    """Return the site's own meter, the rooms by floor, and the meters that stand in no room.

    The site's meter is the only one outside the rooms; without exactly one there is none, and its power is the sum of
    all others that are known.
    """
    now, rooms = dt_util.now(), site.runtime_data.rooms
    by_area: dict[str | None, list[Electricity]] = {}
    for each in sorted(meters, key=lambda each: (each.name, each.energy or "")):
        by_area.setdefault(each.area_id, []).append(each)
    groups: dict[str | None, list[dict[str, Any]]] = {}
    inside: list[Electricity] = []
    for room in sorted(rooms.rooms.values(), key=lambda each: (each.title, each.id)):
        if here := by_area.pop(room.area_id, []):
            inside += here
            after = after_hours_of(counted, _energies(here), use_of(rooms, (room,), now), now)
            groups.setdefault(_floor_of(hass, room), []).append(_row(room, here, after))
    others = [each for members in by_area.values() for each in members]
    in_use = use_of(rooms, rooms.rooms.values(), now)
    main = others[0] if len(others) == 1 else None
    after = after_hours_of(counted, _energies([main] if main else []), in_use, now)
    return {
        "total": {
            "power": main.power if main else None,
            "energy": main.energy if main else None,
            "power_w": main.watts if main else _sum_of(inside + others),
            **_after(after),
        },
        "groups": [
            {"floor_id": floor_id, "name": name, "rooms": groups[floor_id]}
            for floor_id, name in _floors(hass)
            if floor_id in groups
        ],
        "others": [
            {
                "name": each.name,
                "power": each.power,
                "energy": each.energy,
                **_after(after_hours_of(counted, _energies([each]), in_use, now)),
            }
            for each in others
        ],
    }


def _row(room: RoomSettings, meters: list[Electricity], after: AfterHours) -> dict[str, Any]:
    return {
        "room": room.id,
        "name": room.title,
        "power": next((each.power for each in meters if each.power), None),
        "energy": next((each.energy for each in meters if each.energy), None),
        **_after(after),
    }


def _after(after: AfterHours) -> dict[str, float | None]:
    return {"after_hours_today": after.today, "after_hours_week": after.week}


def _meter_of(hass: HomeAssistant, device: PlacedDevice) -> Electricity | None:
    """Return a device as a meter of electricity; None for any other."""
    if device.kind is not Kind.METER:
        return None
    entities: Mapping[str, str] = {each["point"]: each["entity_id"] for each in describe_entities(hass, device)}
    if not {POWER, ENERGY} & entities.keys():
        return None
    watts = device.value(POWER)
    return Electricity(
        name=device.name,
        area_id=device.area_id,
        power=entities.get(POWER),
        energy=entities.get(ENERGY),
        watts=float(watts) if isinstance(watts, int | float) else None,
    )


def _energies(meters: Iterable[Electricity]) -> list[str]:
    return [each.energy for each in meters if each.energy]


def _sum_of(meters: Iterable[Electricity]) -> float | None:
    known = [each.watts for each in meters if each.watts is not None]
    return sum(known) if known else None


def _floor_of(hass: HomeAssistant, room: RoomSettings) -> str | None:
    area = ar.async_get(hass).async_get_area(room.area_id)
    return area.floor_id if area else None


def _floors(hass: HomeAssistant) -> list[tuple[str | None, str | None]]:
    """Return every floor, in order, and none at the end."""
    return [*((each.floor_id, each.name) for each in fr.async_get(hass).async_list_floors()), (None, None)]
