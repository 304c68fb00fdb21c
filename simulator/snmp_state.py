"""How a simulated switch fares: counters that move, links that come and go, settings that were written to it.

Runs inside snmpsim's process, behind the variation module; it knows neither SNMP nor the campus.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .snmp_model import Orders, Port, Switch

type Clock = Callable[[], float]

LINK_DOWN_SHARE = 0.25
MEAN_FRAME_BYTES = 620
SWING_S = 97.0
UP, DOWN = 1, 2
"""ifAdminStatus and ifOperStatus."""
TRUE, FALSE = 1, 2
"""TruthValue, which PoE tables use as well."""
POE_OFF, POE_SEARCHING, POE_DELIVERING = 1, 2, 3
IDLE_SWITCH_POE_W = 1.5


@dataclass(slots=True)
class Counters:
    """What a port counted since the switch started."""

    in_octets: float = 0.0
    out_octets: float = 0.0
    errors: float = 0.0
    discards: float = 0.0


class PortState:
    """One port now."""

    def __init__(self, port: Port, at: float) -> None:
        self.port = port
        self.orders: Mapping[str, float] = {}
        self.is_enabled = True
        self.is_powered = True
        self.changed_at = at
        self.counters = Counters()
        self._counted_at = at

    def has_link(self, at: float) -> bool:
        """Return whether there is a link at a time."""
        is_plugged = bool(self.orders.get("link", self.port.has_link))
        period = self._flap_s
        is_away = bool(period) and (at % period) < period * LINK_DOWN_SHARE
        return self.is_enabled and is_plugged and not is_away

    def last_change(self, at: float, booted_at: float) -> float:
        """Return the time of the link's last change, the start of the switch for a link that never changed."""
        last = max(self.changed_at, self.orders.get("at", booted_at))
        if (period := self._flap_s) and self.is_enabled:
            phase = at % period
            last = max(last, at - (phase if phase < period * LINK_DOWN_SHARE else phase - period * LINK_DOWN_SHARE))
        return last

    def speed_mbit(self) -> int:
        """Return what was negotiated."""
        return int(self.orders.get("speed_mbit", 0)) or self.port.negotiated_mbit

    def count(self, at: float) -> None:
        """Let the counters run until a time."""
        passed, self._counted_at = max(0.0, at - self._counted_at), at
        if not self.has_link(at):
            return
        octets = passed * self._use(at) * self.speed_mbit() * 125_000
        self.counters.in_octets += octets
        self.counters.out_octets += octets * (0.35 + 0.1 * (self.port.index % 5))
        self.counters.errors += passed * self.orders.get("errors_per_s", self.port.errors_per_s)
        self.counters.discards += passed * self.orders.get("discards_per_s", self.port.discards_per_s)

    def poe_state(self, at: float) -> int:
        """Return pethPsePortDetectionStatus."""
        if not self.is_powered:
            return POE_OFF
        return POE_DELIVERING if self.poe_w(at) else POE_SEARCHING

    def poe_w(self, at: float) -> float:
        """Return the power drawn."""
        power = self.port.poe_w or 0.0
        return power * (1 + 0.06 * math.sin(at / 41 + self.port.index)) if self.is_powered else 0.0

    @property
    def _flap_s(self) -> float:
        return self.orders.get("flap_s", self.port.flap_s)

    def _use(self, at: float) -> float:
        load = self.orders.get("load", self.port.load)
        return load * (1 + 0.3 * math.sin(at / SWING_S + self.port.index))


class SwitchState:
    """One switch now."""

    def __init__(self, switch: Switch, clock: Clock) -> None:
        """clock: seconds since 1970."""
        self.switch = switch
        self.is_silent = False
        self._clock = clock
        self._booted_at = clock() - switch.up_since_s
        self._ports = {port.index: PortState(port, self._booted_at) for port in switch.ports}
        for state in self._ports.values():
            state.count(clock())

    def obey(self, orders: Orders) -> None:
        """Take over what the side door changed; a start ordered since then begins everything anew."""
        self._count_all()
        self.is_silent = orders.is_silent
        if orders.booted_at > self._booted_at:
            self._booted_at = orders.booted_at
            self._ports = {port.index: PortState(port, orders.booted_at) for port in self.switch.ports}
        for state in self._ports.values():
            state.orders = orders.ports.get(state.port.name, {})

    def value(self, key: str) -> str:
        """Return a value by key (``oper.3``, ``cpu``) as a recording would have it. Raises KeyError or ValueError."""
        name, _, index = key.partition(".")
        if index:
            return str(int(PORT_VALUES[name](self, self._ports[int(index)], self._clock())))
        return str(int(SWITCH_VALUES[name](self, self._clock())))

    def write(self, key: str, number: int) -> bool:
        """Take a setting; return whether it is one that can be written and holds a value it can have."""
        name, _, index = key.partition(".")
        if name not in ("admin", "poe_enabled") or number not in (TRUE, FALSE):
            return False
        port = self._ports[int(index)]
        port.count(self._clock())
        if name == "admin":
            port.is_enabled = number == UP
            port.changed_at = self._clock()
        else:
            port.is_powered = number == TRUE
        return True

    def ticks(self, at: float) -> float:
        """Return a time as hundredths of a second since the start, as sysUpTime wraps."""
        return max(0.0, (at - self._booted_at) * 100) % 2**32

    def poe_w(self, at: float) -> float:
        """Return the power drawn on all ports."""
        return sum(port.poe_w(at) for port in self._ports.values())

    def last_change(self, port: PortState, at: float) -> float:
        """Return ifLastChange."""
        return self.ticks(port.last_change(at, self._booted_at))

    def up_s(self, at: float) -> float:
        """Return seconds since the start."""
        return at - self._booted_at

    def _count_all(self) -> None:
        now = self._clock()
        for state in self._ports.values():
            state.count(now)


def _counted(read: Callable[[Counters], float], wraps_at: int) -> Callable[[SwitchState, PortState, float], float]:
    def value(_: SwitchState, port: PortState, at: float) -> float:
        port.count(at)
        return int(read(port.counters)) % wraps_at

    return value


def _swinging(read: Callable[[Switch], float], share: float) -> Callable[[SwitchState, float], float]:
    def value(state: SwitchState, at: float) -> float:
        return read(state.switch) * (1 + share * math.sin(at / SWING_S + len(state.switch.name)))

    return value


def _speed_bit(_: SwitchState, port: PortState, at: float) -> float:
    return min(port.speed_mbit() * 1_000_000, 2**32 - 1) if port.has_link(at) else 0


PORT_VALUES: Mapping[str, Callable[[SwitchState, PortState, float], float]] = {
    "admin": lambda _, port, __: UP if port.is_enabled else DOWN,
    "oper": lambda _, port, at: UP if port.has_link(at) else DOWN,
    "last_change": lambda state, port, at: state.last_change(port, at),
    "speed": _speed_bit,
    "high_speed": lambda _, port, at: port.speed_mbit() if port.has_link(at) else 0,
    "in_octets": _counted(lambda counters: counters.in_octets, 2**64),
    "out_octets": _counted(lambda counters: counters.out_octets, 2**64),
    "in_octets_32": _counted(lambda counters: counters.in_octets, 2**32),
    "out_octets_32": _counted(lambda counters: counters.out_octets, 2**32),
    "in_packets": _counted(lambda counters: counters.in_octets / MEAN_FRAME_BYTES, 2**64),
    "out_packets": _counted(lambda counters: counters.out_octets / MEAN_FRAME_BYTES, 2**64),
    "in_errors": _counted(lambda counters: counters.errors, 2**32),
    "in_discards": _counted(lambda counters: counters.discards, 2**32),
    "poe_enabled": lambda _, port, __: TRUE if port.is_powered else FALSE,
    "poe_state": lambda _, port, at: port.poe_state(at),
    "poe_mw": lambda _, port, at: port.poe_w(at) * 1000,
    "poe_dw": lambda _, port, at: port.poe_w(at) * 10,
}
SWITCH_VALUES: Mapping[str, Callable[[SwitchState, float], float]] = {
    "uptime_ticks": lambda state, at: state.ticks(at),
    "uptime_s": lambda state, at: state.up_s(at),
    "cpu": _swinging(lambda switch: switch.cpu, 0.4),
    "memory": _swinging(lambda switch: switch.memory, 0.02),
    "temperature": _swinging(lambda switch: switch.temperature, 0.04),
    "poe_total_w": lambda state, at: state.poe_w(at) + IDLE_SWITCH_POE_W,
    "poe_total_mw": lambda state, at: state.poe_w(at) * 1000,
}
