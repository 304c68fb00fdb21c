"""What the simulated devices really measure, held against what Home Assistant shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from .readiness import Entity

TOTALS = ("energy_", "water_volume", "heat_energy")


@dataclass(frozen=True, kw_only=True, slots=True)
class Tolerance:
    """How far a shown value may be from the present one: it was read up to a polling period ago."""

    share: float
    least: float


STEADY = Tolerance(share=0.04, least=0.2)
"""Totals and voltages, and frequencies on meters with one decimal."""
LIVELY = Tolerance(share=0.3, least=150.0)
"""Powers, in W."""
BY_POINT: Mapping[str, Tolerance] = {
    "active_power": LIVELY,
    "frequency": STEADY,
    "ports_up": Tolerance(share=0.0, least=1.0),
    "memory_usage": Tolerance(share=0.05, least=1.0),
    "temperature": Tolerance(share=0.1, least=1.0),
    "targets_total": Tolerance(share=0.0, least=0.0),
}
"""A port of a switch may flap while it is read."""


async def fetch_truth(control_url: str, devices: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], float]:
    """Return the side door's numbers by device id and point."""
    truth: dict[tuple[str, str], float] = {}
    async with aiohttp.ClientSession(control_url) as session:
        for device in devices:
            async with session.get(f"/devices/{device['id']}/values") as answer:
                answer.raise_for_status()
                values = (await answer.json()).items()
            truth |= {(device["id"], point): value for point, value in values if isinstance(value, int | float)}
    return truth


def find_wrong_values(entities: Sequence[Entity], truth: Mapping[tuple[str, str], float]) -> list[str]:
    """Return a sentence for each entity that shows something else than its device measures."""
    return [
        f"{entity.entity_id} shows {entity.state}, the device measures {expected:.6g}"
        for entity in entities
        if (tolerance := _tolerance(entity.point))
        and (expected := truth.get((entity.device, entity.point))) is not None
        if not _is_close(entity.state, expected, tolerance)
    ]


def _tolerance(point: str) -> Tolerance | None:
    return STEADY if point.startswith((*TOTALS, "voltage")) else BY_POINT.get(point)


def _is_close(state: str, expected: float, tolerance: Tolerance) -> bool:
    try:
        shown = float(state)
    except ValueError:
        return False
    return abs(shown - expected) <= max(tolerance.least, tolerance.share * abs(expected))
