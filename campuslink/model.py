"""The values that travel from a device to whoever reads it. All frozen, all with a JSON form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Self

type Value = float | int | str | bool | None
"""What a point can hold; None where no value can be given (absent, out of range, refused)."""


class Kind(StrEnum):
    """What sort of thing a device is; each has one catalogue of points."""

    METER = "meter"
    SWITCH = "switch"
    PROBE = "probe"
    PROJECTOR = "projector"
    GATE = "gate"
    RECORDER = "recorder"
    LIGHTING = "lighting"
    ENVIRONMENT = "environment"


class Quality(StrEnum):
    """How far a reading can be trusted."""

    GOOD = "good"
    ABSENT = "absent"
    """The device says it has no such value (sentinel, NaN, not fitted)."""
    OUT_OF_RANGE = "out_of_range"
    """Decoded, but impossible for this point; the value is withheld."""
    STALE = "stale"
    """The device no longer answers; the value is the last good one, and old."""
    REFUSED = "refused"
    """The device answers, but will not serve this point."""


class PollClass(StrEnum):
    """How often a point is asked for; the installation sets the seconds."""

    FAST = "fast"
    NORMAL = "normal"
    SLOW = "slow"
    ONCE = "once"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Reading:
    """A point's value with time and quality."""

    value: Value
    quality: Quality
    at: float = field(compare=False)
    """Seconds since 1970-01-01 UTC when the answer arrived. Not part of equality: same value, same reading."""

    @property
    def is_good(self) -> bool:
        """Whether the value may be used."""
        return self.quality is Quality.GOOD

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object with ``value``, ``quality`` and ``at``."""
        return {"value": self.value, "quality": self.quality.value, "at": self.at}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild what `to_json` returned."""
        return cls(data["value"], Quality(data["quality"]), data["at"])


EMPTY: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The readings of one device at one moment, by point id."""

    readings: Mapping[str, Reading] = EMPTY

    def merged(self, newer: Mapping[str, Reading]) -> Self:
        """Return a snapshot in which the newer readings replace the older ones."""
        return type(self)(MappingProxyType({**self.readings, **newer}))

    def changed(self, newer: Mapping[str, Reading]) -> frozenset[str]:
        """Return the ids of the points whose value or quality differs in newer."""
        old = self.readings
        return frozenset(point for point, reading in newer.items() if old.get(point) != reading)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object of readings by point id."""
        return {point: reading.to_json() for point, reading in self.readings.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild what `to_json` returned."""
        return cls(MappingProxyType({point: Reading.from_json(item) for point, item in data.items()}))


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceIdentity:
    """Who the device says it is; None where it does not say."""

    manufacturer: str | None = None
    model: str | None = None
    serial: str | None = None
    firmware: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class UpdateReport:
    """What one poll brought. Partial trouble is data here; only "nothing useful came back" is an exception."""

    readings: Mapping[str, Reading]
    """Every point that was asked for and answered, refused ones included."""
    failed: Mapping[str, str] = EMPTY
    """Points that got no answer this time, each with a short reason for a log; they keep their old reading."""
    requests: int = 0
    """Requests sent on the wire."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceEvent:
    """Something that happened at a device and is no state: a card was read, a total was accepted."""

    kind: str
    """What happened, one word per idea of the device's kind."""
    at: float
    """Seconds since 1970-01-01 UTC, by the device's clock where it tells, else when it was heard."""
    data: Mapping[str, Value] = EMPTY

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object with ``kind``, ``at`` and ``data``."""
        return {"kind": self.kind, "at": self.at, "data": dict(self.data)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """A named write to one point of a device."""

    device: str
    point: str
    value: Value
    confirmed: bool = False
    """Whether the person confirmed a guarded command."""

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object of the fields."""
        return {"device": self.device, "point": self.point, "value": self.value, "confirmed": self.confirmed}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild what `to_json` returned."""
        return cls(device=data["device"], point=data["point"], value=data["value"], confirmed=data["confirmed"])
