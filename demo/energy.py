"""The Energy dashboard, filled with the demo's meters."""

from collections.abc import Mapping, Sequence

from .api import Api, Json
from .readiness import Entity

GRID, SOLAR, WATER = "teaching-a-main", "solar", "dormitory-water"


async def fill_energy_dashboard(api: Api, entities: Sequence[Entity], devices: Sequence[Mapping[str, Json]]) -> None:
    """Make the main supply the grid, the roof the sun, and every other electricity meter a consumer."""
    of = {(entity.device, entity.point): entity.entity_id for entity in entities}
    consumers = [
        of[device["id"], "energy_import"]
        for device in devices
        if device["id"] not in (GRID, SOLAR) and (device["id"], "energy_import") in of
    ]
    grid = {
        "type": "grid",
        "stat_energy_from": of[GRID, "energy_import"],
        "stat_energy_to": of.get((SOLAR, "energy_export")),
        "cost_adjustment_day": 0,
    }
    water = {"type": "water", "stat_energy_from": of[WATER, "water_volume"]}
    await api.command(
        "energy/save_prefs",
        energy_sources=[grid, water],
        device_consumption=[{"stat_consumption": entity_id} for entity_id in consumers],
    )
