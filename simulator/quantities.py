"""What the simulated meters measure, computed from simulated time alone: the same time gives the same values.

Values are keyed by the point they stand for and carry the unit a dashboard shows (W, V, A, kWh, m³, °C).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from .clock import EPOCH, SimClock
from .curves import Noise, SampledCurve, Shape, WeeklyCurve

type Values = Mapping[str, float]

PHASES = ("l1", "l2", "l3")
PHASE_SHARES = {"l1": 0.34, "l2": 0.36, "l3": 0.30}
LINE_PAIRS = (("l1", "l2"), ("l2", "l3"), ("l3", "l1"))
TARIFF_HOURS = {1: (19, 21), 2: (8, 11), 4: (23, 24)}
"""Hours of the sharp, peak and valley tariffs; all other hours are flat (3), and 0 to 7 is valley."""


class Source(Protocol):
    """Something that can be metered."""

    def values(self) -> Values:
        """Return every quantity now; totals count from the source's own beginning."""


TOTALS = ("energy_", "reactive_energy_", "apparent_energy", "water_volume", "heat_energy", "operating_hours")


def is_total(name: str) -> bool:
    """Return whether a quantity only grows."""
    return name.startswith(TOTALS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wiring:
    """How an electric load is built."""

    phases: int = 3
    """1 or 3."""
    voltage_v: float = 224.0
    reactive_ratio: float = 0.28
    """var per W."""
    start_kwh: float = 1200.0
    """What the meter showed at the epoch."""


THREE_PHASE = Wiring()


class Drawn(Protocol):
    """What is drawn besides a load's curve, by things that are switched."""

    def look(self) -> tuple[float, float]:
        """Return the power now, in W, and the energy so far, in J, which never falls."""


class ElectricLoad:
    """A building, a room or a photovoltaic plant, seen by an electricity meter."""

    def __init__(
        self,
        name: str,
        clock: SimClock,
        shape: Shape,
        *,
        peak_w: float,
        wiring: Wiring = THREE_PHASE,
        drawn: Drawn | None = None,
    ) -> None:
        """name: seeds the noise. peak_w: power at fraction 1; negative fractions feed into the grid."""
        self._drawn = drawn
        self._clock = clock
        self._wiring = wiring
        self._curve = WeeklyCurve(shape, scale=peak_w)
        self._tariffs = {number: WeeklyCurve(_only_tariff(shape, number), scale=peak_w) for number in range(1, 5)}
        self._noise = {key: Noise(f"{name}:{key}") for key in ("power", "frequency", "ratio", *PHASES)}

    def values(self) -> dict[str, float]:
        """Return powers, voltages, currents, frequency, distortion and energies now."""
        at_s = self._clock.seconds()
        drawn_w, drawn_j = self._drawn.look() if self._drawn else (0.0, 0.0)
        power = (self._curve.rate(at_s) + drawn_w) * (1 + 0.03 * self._noise["power"].at(at_s)) or 0.1
        ratio = self._wiring.reactive_ratio * (1 + 0.05 * self._noise["ratio"].at(at_s))
        values = {"frequency": 50.0 + 0.03 * self._noise["frequency"].at(at_s)}
        phases = PHASES if self._wiring.phases == 3 else ("l1",)
        for phase in phases:
            share = PHASE_SHARES[phase] if len(phases) == 3 else 1.0
            values |= self._phase(phase, power * share, ratio, at_s)
        values |= _sums(values, phases)
        values |= self._energies(at_s, phases, drawn_j)
        return values

    def _phase(self, phase: str, power: float, ratio: float, at_s: float) -> dict[str, float]:
        wander = self._noise[phase].at(at_s)
        voltage = self._wiring.voltage_v * (1 + 0.012 * wander)
        active = power * (1 + 0.02 * wander)
        reactive = abs(active) * ratio
        apparent = math.hypot(active, reactive)
        return {
            f"voltage_{phase}": voltage,
            f"current_{phase}": apparent / voltage,
            f"active_power_{phase}": active,
            f"reactive_power_{phase}": reactive,
            f"apparent_power_{phase}": apparent,
            f"power_factor_{phase}": active / apparent,
            f"thd_voltage_{phase}": 1.9 + 0.3 * wander,
            f"thd_current_{phase}": 7.5 + 1.5 * wander,
        }

    def _energies(self, at_s: float, phases: tuple[str, ...], drawn_j: float) -> dict[str, float]:
        used = (self._curve.consumed(at_s) + drawn_j) / 3.6e6
        fed = self._curve.returned(at_s) / 3.6e6
        imported = used + self._wiring.start_kwh
        ratio = self._wiring.reactive_ratio
        values = {
            "energy_import": imported,
            "energy_export": fed,
            "energy_total": imported + fed,
            "reactive_energy_import": (used + fed) * ratio,
            "reactive_energy_export": 0.0,
            "apparent_energy": (imported + fed) * math.hypot(1, ratio),
        }
        for phase in phases if len(phases) == 3 else ():
            values[f"energy_import_{phase}"] = imported * PHASE_SHARES[phase]
            values[f"energy_export_{phase}"] = fed * PHASE_SHARES[phase]
        tariffs = {number: curve.consumed(at_s) / 3.6e6 for number, curve in self._tariffs.items()}
        known = sum(tariffs.values()) or 1.0
        return values | {f"energy_import_t{number}": imported * part / known for number, part in tariffs.items()}


class WaterPipe:
    """A supply pipe with a water meter in it."""

    def __init__(self, clock: SimClock, shape: Shape, *, peak_m3_h: float, start_m3: float = 850.0) -> None:
        """peak_m3_h: flow at fraction 1."""
        self._clock = clock
        self._start_m3 = start_m3
        self._curve = WeeklyCurve(shape, scale=peak_m3_h)

    def values(self) -> dict[str, float]:
        """Return volume, the volume at the last settlement day, and flow now."""
        now = self._clock.now()
        settled_s = (now.replace(day=1, hour=0, minute=0, second=0, microsecond=0) - EPOCH).total_seconds()
        at_s = self._clock.seconds()
        return {
            "water_volume": self._start_m3 + self._curve.consumed(at_s) / 3600,
            "water_volume_settled": self._start_m3 + self._curve.consumed(settled_s) / 3600,
            "water_flow": self._curve.rate(at_s),
        }


class HeatSupply:
    """A heat station: heating follows the temperature outside, hot water is always wanted."""

    FULL_KW_PER_K = 2.2
    HOT_WATER_KW = 6.0

    def __init__(self, clock: SimClock, *, start_kwh: float = 42000.0) -> None:
        """start_kwh: what the meter showed at the epoch."""
        self._clock = clock
        self._start_kwh = start_kwh
        self._curve = SampledCurve(self._power_kw)

    def values(self) -> dict[str, float]:
        """Return heat, power, flow, temperatures and working hours now."""
        at_s = self._clock.seconds()
        now = self._clock.now()
        settled_s = (now.replace(day=1, hour=0, minute=0, second=0, microsecond=0) - EPOCH).total_seconds()
        power_kw = self._curve.rate(at_s)
        supply, back = 42.0 + power_kw * 0.35, 36.0 + power_kw * 0.12
        flow = power_kw / 1.163 / (supply - back)
        return {
            "heat_energy": self._start_kwh + self._curve.consumed(at_s) / 3600,
            "heat_energy_settled": self._start_kwh + self._curve.consumed(settled_s) / 3600,
            "heat_power": power_kw * 1000,
            "water_flow": flow,
            "water_volume": (self._start_kwh + self._curve.consumed(at_s) / 3600) / 1.163 / 9.0,
            "supply_temperature": supply,
            "return_temperature": back,
            "operating_hours": float(int(at_s / 3600)),
        }

    def _power_kw(self, at_s: float) -> float:
        return self.HOT_WATER_KW + max(0.0, 18.0 - outside_c(at_s)) * self.FULL_KW_PER_K


def outside_c(at_s: float) -> float:
    """Return the temperature outside in °C: coldest in late January and before dawn."""
    days = at_s / 86400 + EPOCH.timetuple().tm_yday - 1
    season = -12.5 * math.cos(math.tau * (days - 22) / 365.25)
    return 14.0 + season - 4.0 * math.cos(math.tau * (days % 1 - 4 / 24))


def _sums(values: Values, phases: tuple[str, ...]) -> dict[str, float]:
    active, reactive, apparent = (
        sum(values[f"{name}_{phase}"] for phase in phases)
        for name in ("active_power", "reactive_power", "apparent_power")
    )
    current = sum(values[f"current_{phase}"] for phase in phases)
    sums = {
        "voltage": sum(values[f"voltage_{phase}"] for phase in phases) / len(phases),
        "current": current / len(phases),
        "current_sum": current,
        "active_power": active,
        "reactive_power": reactive,
        "apparent_power": apparent,
        "power_factor": active / apparent,
        "phase_angle": math.degrees(math.atan2(reactive, active)),
        "demand": abs(active) * 0.97,
        "demand_max": abs(active) * 1.4,
        "device_temperature": 31.0,
    }
    if len(phases) == 3:
        sums["current_n"] = 0.12 * max(values[f"current_{phase}"] for phase in phases)
        for first, second in LINE_PAIRS:
            a, b = values[f"voltage_{first}"], values[f"voltage_{second}"]
            sums[f"voltage_{first}_{second}"] = math.sqrt(a * a + b * b + a * b)
    return sums


def _tariff_at(minute: float) -> int:
    hour = minute / 60
    if hour < 7:
        return 4
    return next((number for number, (first, end) in TARIFF_HOURS.items() if first <= hour < end), 3)


def _only_tariff(shape: Shape, number: int) -> Shape:
    def part(day: int, minute: float) -> float:
        return shape(day, minute) if _tariff_at(minute) == number else 0.0

    return part
