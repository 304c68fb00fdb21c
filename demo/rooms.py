"""Floors and areas of the demo's campus, as its description has them."""

from collections.abc import Mapping, Sequence

from simulator.building.description import Description, Floor

from .api import Api, Json

ICONS: Mapping[bool, str] = {True: "mdi:tree", False: "mdi:office-building"}
"""By whether it is outside."""


async def make_rooms(
    api: Api, building: Description, devices: Sequence[Mapping[str, Json]], language: str
) -> dict[str, str]:
    """Make the floors and areas that devices are in and that are missing; return the area id by its name.

    An area on another floor than the description has it on is moved there.
    """
    floors = {floor["name"]: floor["floor_id"] for floor in await api.command("config/floor_registry/list")}
    by_level = {
        floor.level: floors.get(_name(floor, language)) or await _make_floor(api, floor, language)
        for floor in building.floors
    }
    areas = {area["name"]: area for area in await api.command("config/area_registry/list")}
    for device in devices:
        name, floor_id = device["room"][language], by_level[building.level_of(device["room"]["en"])]
        if name not in areas:
            areas[name] = await api.command("config/area_registry/create", name=name, floor_id=floor_id)
        elif areas[name]["floor_id"] != floor_id:
            area_id = areas[name]["area_id"]
            areas[name] = await api.command("config/area_registry/update", area_id=area_id, floor_id=floor_id)
    return {name: area["area_id"] for name, area in areas.items()}


async def _make_floor(api: Api, floor: Floor, language: str) -> str:
    icon = ICONS[floor.is_outside]
    made = await api.command("config/floor_registry/create", name=_name(floor, language), level=floor.level, icon=icon)
    floor_id: str = made["floor_id"]
    return floor_id


def _name(floor: Floor, language: str) -> str:
    return floor.name.to_json()[language]
