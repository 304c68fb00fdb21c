"""What raises alerts by itself: how bad each is, and for how long it must last and be over."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from ...campuslink.model import Kind, Value
from ...projectors.rules.faults import PARTS, faults_in
from .alert import Category, Severity
from .coding import severity_from


class Source(StrEnum):
    """What can be wrong. Also the key of its title in `words`."""

    PORT_FLAPPING = "port_flapping"
    PORT_ERRORS = "port_errors"
    PORT_SPEED_DROPPED = "port_speed_dropped"
    DEVICE_UNREACHABLE = "device_unreachable"
    PATH_UNREACHABLE = "path_unreachable"
    METER_SILENT = "meter_silent"
    INSPECTION_FAILED = "inspection_failed"
    DOOR_FORCED = "door_forced"
    DOOR_HELD_OPEN = "door_held_open"
    DOOR_JAMMED = "door_jammed"
    TAMPER = "tamper"
    FIRE_ALARM = "fire_alarm"
    PROJECTOR_FAULT = "projector_fault"
    LAMP_DUE = "lamp_due"
    RECORDING_MISSED = "recording_missed"
    RECORDING_TROUBLE = "recording_trouble"
    FLOOR_WET = "floor_wet"
    SMOKE = "smoke"
    GAS = "gas"


@dataclass(frozen=True, slots=True)
class SourceRule:
    """How a source is taken."""

    severity: Severity | None
    """None: it raises nothing."""
    category: Category
    hold_s: float = 0.0
    """So long it must last before it is raised."""
    clear_s: float = 0.0
    """So long it must be over before it is resolved."""


LONGEST_S: Final = 24 * 3600.0

_NET, _SEC, _ROOM, _ENV = Category.NETWORK, Category.SECURITY, Category.ROOM, Category.ENVIRONMENT
DEFAULTS: Final[Mapping[Source, SourceRule]] = {
    # The network judges and holds its own faults before it tells them.
    Source.PORT_FLAPPING: SourceRule(Severity.WARNING, _NET),
    Source.PORT_ERRORS: SourceRule(Severity.WARNING, _NET),
    Source.PORT_SPEED_DROPPED: SourceRule(Severity.NOTICE, _NET),
    Source.DEVICE_UNREACHABLE: SourceRule(Severity.WARNING, _NET),
    Source.PATH_UNREACHABLE: SourceRule(Severity.WARNING, _NET),
    Source.METER_SILENT: SourceRule(Severity.NOTICE, Category.METERING, 1800.0),
    Source.INSPECTION_FAILED: SourceRule(Severity.WARNING, _NET),
    Source.DOOR_FORCED: SourceRule(Severity.URGENT, _SEC, clear_s=30.0),
    Source.DOOR_HELD_OPEN: SourceRule(Severity.WARNING, _SEC, clear_s=10.0),
    Source.DOOR_JAMMED: SourceRule(Severity.WARNING, _SEC, 10.0, 10.0),
    Source.TAMPER: SourceRule(Severity.URGENT, _SEC, clear_s=30.0),
    Source.FIRE_ALARM: SourceRule(Severity.SAFETY, _SEC, clear_s=60.0),
    Source.PROJECTOR_FAULT: SourceRule(Severity.WARNING, _ROOM, 60.0, 60.0),
    Source.LAMP_DUE: SourceRule(Severity.NOTICE, _ROOM, 300.0, 300.0),
    Source.RECORDING_MISSED: SourceRule(Severity.URGENT, Category.RECORDING),
    Source.RECORDING_TROUBLE: SourceRule(Severity.WARNING, Category.RECORDING),
    Source.FLOOR_WET: SourceRule(Severity.URGENT, _ENV, 30.0, 300.0),
    Source.SMOKE: SourceRule(Severity.SAFETY, _ENV, clear_s=60.0),
    Source.GAS: SourceRule(Severity.SAFETY, _ENV, clear_s=60.0),
}
OFF: Final = "off"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one source says of one thing."""

    source: Source
    part: str
    """Which of several parts of the thing; empty for the thing itself."""
    is_wrong: bool | None
    """None: it cannot be told now, so nothing changes."""
    detail: str = ""


_DOOR: Final = re.compile(r"door(\d+)_(forced|held_open|jammed)")
_PLAIN: Final[Mapping[Kind, Mapping[str, Source]]] = {
    Kind.GATE: {"tamper": Source.TAMPER, "fire_alarm": Source.FIRE_ALARM},
    Kind.ENVIRONMENT: {
        "floor_wet": Source.FLOOR_WET,
        "smoke": Source.SMOKE,
        "gas": Source.GAS,
        "tamper": Source.TAMPER,
    },
}


def points_for(kind: Kind, points: Iterator[str] | Mapping[str, Any]) -> tuple[str, ...]:
    """Return the points of a device that its findings need."""
    wanted = _PLAIN.get(kind, {})
    if kind is Kind.PROJECTOR:
        return tuple(point for point in points if point in PARTS)
    return tuple(point for point in points if point in wanted or (kind is Kind.GATE and _DOOR.fullmatch(point)))


def findings_in(kind: Kind, values: Mapping[str, Value]) -> Iterator[Finding]:
    """Yield what a device's values say. values: by point; None for one that is not good now."""
    if kind is Kind.PROJECTOR:
        yield _projector(values)
        return
    for point, value in values.items():
        is_wrong = value if isinstance(value, bool) else None
        if (source := _PLAIN.get(kind, {}).get(point)) is not None:
            yield Finding(source, "", is_wrong)
        elif kind is Kind.GATE and (door := _DOOR.fullmatch(point)):
            yield Finding(Source(f"door_{door[2]}"), door[1], is_wrong)


def rules_from(rows: object) -> dict[Source, SourceRule]:
    """Return how each source is taken. rows: what a site changed, each with source, severity, hold_s and clear_s."""
    rules = dict(DEFAULTS)
    for row in rows if isinstance(rows, list | tuple) else ():
        if not isinstance(row, Mapping):
            continue
        source = next((each for each in Source if each.value == row.get("source")), None)
        if source is None:
            continue
        default = DEFAULTS[source]
        severity = None if row.get("severity") == OFF else severity_from(row.get("severity"), Severity.NOTICE)
        if "severity" not in row:
            severity = default.severity
        rules[source] = SourceRule(
            severity,
            default.category,
            _seconds(row.get("hold_s"), default.hold_s),
            _seconds(row.get("clear_s"), default.clear_s),
        )
    return rules


def _projector(values: Mapping[str, Value]) -> Finding:
    faults = faults_in({point: value for point, value in values.items() if value is not None})
    if faults is None:
        return Finding(Source.PROJECTOR_FAULT, "", None)
    return Finding(Source.PROJECTOR_FAULT, "", bool(faults.causes), ", ".join(faults.causes))


def _seconds(value: object, default: float) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and isinstance(value, int | float) and 0 <= value <= LONGEST_S else default
