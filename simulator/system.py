"""What every kind of simulated device offers to the campus, the side door and the demo."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

type Json = dict[str, object]
type Body = Mapping[str, object]
type Action = Callable[[Body], Awaitable[None]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """A name in both languages."""

    en: str
    zh_hans: str

    def to_json(self) -> dict[str, str]:
        """Return both names by language code."""
        return {"en": self.en, "zh-Hans": self.zh_hans}


class Expected(StrEnum):
    """How a device is meant to look to its reader."""

    GOOD = "good"
    OFFLINE = "offline"
    """Can be set up, then stops answering, by one of its `Identity.later`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Who a simulated device is and where it hangs."""

    id: str
    kind: str
    profile: str
    """Id of the device profile that reads this model; empty for what has no model."""
    name: Names
    room: Names
    building: Names
    expected: Expected = Expected.GOOD
    credentials: Mapping[str, str] = field(default_factory=dict)
    """What a reader must know to be let in. Simulated devices have no secrets."""
    options: Mapping[str, object] = field(default_factory=dict)
    """What a person would enter besides the connection, by the set-up form's field."""
    later: Sequence[tuple[str, Body]] = ()
    """What goes wrong once somebody reads it: actions with their bodies, for whoever runs the campus to perform."""

    def to_json(self, *, endpoint: Mapping[str, object], address: str = "", **more: object) -> Json:
        """Return the device as the side door tells it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "profile": self.profile,
            "name": self.name.to_json(),
            "room": self.room.to_json(),
            "building": self.building.to_json(),
            "expected": self.expected,
            "endpoint": dict(endpoint),
            "address": address,
            "credentials": dict(self.credentials),
            "options": dict(self.options),
            "later": [{"action": action, "body": dict(body)} for action, body in self.later],
            **more,
        }


class SimulatedSystem(Protocol):
    """Simulated devices that start and stop together: a gateway with its meters, one projector, all switches."""

    async def start(self) -> None:
        """Listen; ports stay the same over every later start. Raises OSError or RuntimeError when one is taken."""

    async def stop(self) -> None:
        """Close every socket and end every process."""

    def devices(self) -> Sequence[Json]:
        """Return each device as `Identity.to_json` does; the ids never change."""

    def values(self, device_id: str) -> Mapping[str, object]:
        """Return what the device measures now, by point."""

    def actions(self, device_id: str) -> Mapping[str, Action]:
        """Return what can be done to the device, by name. An action raises ValueError for a body it cannot use."""
