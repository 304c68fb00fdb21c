"""The points of a switch that are computed from its ports."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...codec.counters import Floats
from ...model import EMPTY, Quality, Reading, Value
from .ports import IN, OUT, PortKind, PortTable
from .trouble import PortTrouble

COMPUTED = frozenset(
    {
        "problem",
        "ports_up",
        "ports_down",
        "ports_disabled",
        "traffic_in",
        "traffic_out",
        "worst_utilisation",
        "ports_with_errors",
        "ports_flapping",
        "neighbours",
    }
)
PARTS_OF_PROBLEM = ("fan_problem", "power_supply_problem")

_BITS = 8


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason why a switch has a problem."""

    kind: str
    """``fan_problem``, ``power_supply_problem``, ``flapping``, ``errors`` or another word of the judge."""
    port: str = ""


def summarise(table: PortTable, trouble: PortTrouble, parts: Mapping[str, Reading]) -> dict[str, Reading]:
    """Return every computed point. parts: readings of the points that add to the problem."""
    physical = table.where(PortKind.PHYSICAL)
    up, shut = table.equals("oper", "up"), table.equals("admin_up", value=False)
    tells_state = bool(table.fields.get("oper", EMPTY))
    values: dict[str, Value] = {
        "ports_up": int(np.sum(physical & up)) if tells_state else None,
        "ports_down": int(np.sum(physical & ~up & ~shut)) if tells_state else None,
        "ports_disabled": int(np.sum(physical & shut)) if tells_state else None,
        "traffic_in": _total(table.rates[physical, IN]),
        "traffic_out": _total(table.rates[physical, OUT]),
        "worst_utilisation": _worst(table.utilisations()[physical]),
        "ports_with_errors": len(trouble.errors),
        "ports_flapping": len(trouble.flapping),
        "neighbours": sum(map(len, table.neighbours.values())),
        "problem": bool(find_causes(trouble, parts)),
    }
    return {point: _reading(value, table.at) for point, value in values.items()}


def find_causes(trouble: PortTrouble, parts: Mapping[str, Reading]) -> tuple[Cause, ...]:
    """Return why the switch has a problem, hardware first; empty when it has none."""
    hardware = [Cause(point) for point in PARTS_OF_PROBLEM if point in parts and parts[point].value is True]
    ports = [Cause("flapping", name) for name in trouble.flapping] + [Cause("errors", name) for name in trouble.errors]
    others = [Cause(kind, name) for kind, names in trouble.other.items() for name in names]
    return (*hardware, *ports, *others)


def busiest_port(table: PortTable) -> str | None:
    """Return the name of the physical port whose utilisation is highest."""
    used = np.where(table.where(PortKind.PHYSICAL), table.utilisations(), np.nan)
    return table.names[int(np.nanargmax(used))] if np.isfinite(used).any() else None


def delivered_power(table: PortTable) -> float | None:
    """Return the power of all ports together; None when no port tells its own."""
    values = [value for value in table.fields.get("poe_power", EMPTY).values() if isinstance(value, int | float)]
    return float(sum(values)) if values else None


def _total(rates: Floats) -> float | None:
    known = rates[np.isfinite(rates)]
    return float(known.sum()) * _BITS if known.size else None


def _worst(shares: Floats) -> float | None:
    known = shares[np.isfinite(shares)]
    return min(float(known.max()), 100.0) if known.size else None


def _reading(value: Value, at: float) -> Reading:
    return Reading(value, Quality.ABSENT if value is None else Quality.GOOD, at)
