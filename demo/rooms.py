"""Floors and areas of the demo's campus."""

from collections.abc import Mapping, Sequence

from .api import Api, Json


async def make_rooms(api: Api, devices: Sequence[Mapping[str, Json]], language: str) -> dict[str, str]:
    """Make the buildings and rooms that are missing; return the area id by the room's name."""
    floors = {floor["name"]: floor["floor_id"] for floor in await api.command("config/floor_registry/list")}
    areas = {area["name"]: area["area_id"] for area in await api.command("config/area_registry/list")}
    for device in devices:
        building, room = device["building"][language], device["room"][language]
        if building not in floors:
            created = await api.command("config/floor_registry/create", name=building, icon="mdi:office-building")
            floors[building] = created["floor_id"]
        if room not in areas:
            created = await api.command("config/area_registry/create", name=room, floor_id=floors[building])
            areas[room] = created["area_id"]
    return areas
