"""How nodes of several families publish and what they do with commands: payloads as the families document them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

type Message = tuple[str, str, bool]
"""Topic, payload, and whether the broker keeps it."""
type Will = tuple[str, str, str]
"""Topic, what it says online, and what the broker says when the node is gone."""


class NodeModel(Protocol):
    """One node on the broker."""

    @property
    def will(self) -> Will:
        """Its last will."""

    @property
    def commands(self) -> Sequence[str]:
        """Topics it listens to."""

    def state(self) -> Sequence[Message]:
        """Return everything it tells of itself now."""

    def command(self, topic: str, payload: str, /) -> Sequence[Message]:
        """Do what it is told, and return what it says to it; a command it does not know is passed over."""

    def values(self) -> Mapping[str, object]:
        """Return the truth, by point of the catalogues."""


@dataclass
class Relays:
    """The electric side of a lighting node."""

    is_on: list[bool]
    level: int = 100
    """Percent, of a dimmer."""

    def values(self, *, can_dim: bool = False) -> dict[str, object]:
        """Return channels and brightness by point."""
        found: dict[str, object] = {f"channel_{number}": state for number, state in enumerate(self.is_on, 1)}
        return found | ({"brightness_1": self.level} if can_dim else {})


@dataclass
class TasmotaNode:
    """Tasmota with the default topics."""

    name: str
    relays: Relays
    can_dim: bool = False

    @property
    def will(self) -> Will:
        """Retained, as Tasmota does."""
        return f"tele/{self.name}/LWT", "Online", "Offline"

    @property
    def commands(self) -> Sequence[str]:
        """Everything below its name."""
        return (f"cmnd/{self.name}/+",)

    def state(self) -> Sequence[Message]:
        """Return tele/STATE."""
        return [(f"tele/{self.name}/STATE", json.dumps({**self._power(), "Wifi": {"RSSI": 82, "Signal": -59}}), False)]

    def command(self, topic: str, payload: str) -> Sequence[Message]:
        """Switch, dim, or tell the state."""
        what = topic.rpartition("/")[2]
        if what == "TelePeriod":
            return self.state()
        if what == "Dimmer" and self.can_dim and payload.isdecimal():
            self.relays.level = min(100, int(payload))
            self.relays.is_on[0] = self.relays.level > 0
            return self._result(self._power())
        number = what.removeprefix("POWER") or "1"
        if not what.startswith("POWER") or not number.isdecimal() or not 1 <= int(number) <= len(self.relays.is_on):
            return []
        place = int(number) - 1
        if payload in ("ON", "OFF", "TOGGLE"):
            self.relays.is_on[place] = payload == "ON" or (payload == "TOGGLE" and not self.relays.is_on[place])
        return self._result({self._key(place): "ON" if self.relays.is_on[place] else "OFF"})

    def values(self) -> Mapping[str, object]:
        """Return what its relays do."""
        return self.relays.values(can_dim=self.can_dim)

    def _result(self, said: Mapping[str, object]) -> Sequence[Message]:
        return [(f"stat/{self.name}/RESULT", json.dumps(said), False)]

    def _power(self) -> dict[str, object]:
        said: dict[str, object] = {
            self._key(place): "ON" if state else "OFF" for place, state in enumerate(self.relays.is_on)
        }
        return said | ({"Dimmer": self.relays.level} if self.can_dim else {})

    def _key(self, place: int) -> str:
        return "POWER" if len(self.relays.is_on) == 1 else f"POWER{place + 1}"


@dataclass
class ShellyNode:
    """Shelly of the second generation: commands by RPC, partial notices."""

    name: str
    relays: Relays
    power_w: float = 180.0
    energy_wh: float = 51_200.0

    @property
    def will(self) -> Will:
        """Retained."""
        return f"{self.name}/online", "true", "false"

    @property
    def commands(self) -> Sequence[str]:
        """RPC only."""
        return (f"{self.name}/rpc",)

    def state(self) -> Sequence[Message]:
        """Return a full notice."""
        params = {"ts": 1.0, **{f"switch:{place}": self._status(place) for place in range(len(self.relays.is_on))}}
        return [(f"{self.name}/events/rpc", json.dumps({"method": "NotifyFullStatus", "params": params}), False)]

    def command(self, _topic: str, payload: str) -> Sequence[Message]:
        """Answer Switch.Set and Shelly.GetStatus."""
        request = json.loads(payload)
        answer = {"id": request["id"], "src": self.name}
        to = f"{request['src']}/rpc"
        if request["method"] == "Shelly.GetStatus":
            status = {f"switch:{place}": self._status(place) for place in range(len(self.relays.is_on))}
            return [(to, json.dumps({**answer, "result": status}), False)]
        place, wanted = request["params"]["id"], bool(request["params"]["on"])
        was_on, self.relays.is_on[place] = self.relays.is_on[place], wanted
        said = [(to, json.dumps({**answer, "result": {"was_on": was_on}}), False)]
        if was_on is not wanted:
            notice = {"ts": 1.0, f"switch:{place}": {"id": place, "output": wanted, "apower": self._power(place)}}
            said.append((f"{self.name}/events/rpc", json.dumps({"method": "NotifyStatus", "params": notice}), False))
        return said

    def values(self) -> Mapping[str, object]:
        """Return what its relays do."""
        return self.relays.values()

    def _power(self, place: int) -> float:
        return self.power_w if self.relays.is_on[place] else 0.0

    def _status(self, place: int) -> dict[str, object]:
        return {
            "id": place, "output": self.relays.is_on[place], "apower": self._power(place), "voltage": 226.4,
            "aenergy": {"total": self.energy_wh}, "temperature": {"tC": 43.1},
        }  # fmt: skip


@dataclass
class EsphomeNode:
    """ESPHome: one topic an entity, kept by the broker."""

    name: str
    relays: Relays

    @property
    def will(self) -> Will:
        """Birth and last will."""
        return f"{self.name}/status", "online", "offline"

    @property
    def commands(self) -> Sequence[str]:
        """One for each relay."""
        return tuple(f"{self.name}/switch/relay_{number}/command" for number in range(1, len(self.relays.is_on) + 1))

    def state(self) -> Sequence[Message]:
        """Return the state of each relay."""
        return [
            (f"{self.name}/switch/relay_{number}/state", "ON" if state else "OFF", True)
            for number, state in enumerate(self.relays.is_on, 1)
        ]

    def command(self, topic: str, payload: str) -> Sequence[Message]:
        """Switch one relay."""
        place = int(topic.split("/relay_")[1].partition("/")[0]) - 1
        self.relays.is_on[place] = payload == "ON"
        return [self.state()[place]]

    def values(self) -> Mapping[str, object]:
        """Return what its relays do."""
        return self.relays.values()


@dataclass
class SensorNode:
    """A sensor that publishes one JSON object: on Zigbee2MQTT, or behind a JSON gateway."""

    topic: str
    will: Will
    measure: Callable[[], Mapping[str, object]]
    """Returns the values now, by key of the payload."""
    points: Mapping[str, str] = field(default_factory=dict)
    """Point by key, where they differ."""
    ask: str = ""
    """Topic on which it is asked for its state."""

    @property
    def commands(self) -> Sequence[str]:
        """Return what makes it tell everything."""
        return (self.ask,) if self.ask else ()

    def state(self) -> Sequence[Message]:
        """Return one message."""
        return [(self.topic, json.dumps(dict(self.measure())), True)]

    def command(self, _topic: str, _payload: str) -> Sequence[Message]:
        """Tell everything."""
        return self.state()

    def values(self) -> Mapping[str, object]:
        """Return what it measures."""
        return {self.points.get(key, key): value for key, value in self.measure().items()}
