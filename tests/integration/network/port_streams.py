"""Ports as a switch would report them, poll by poll."""

from dataclasses import replace
from typing import Any

from custom_components.smart_campus.network.rules.port_health import FaultChange, PortHealth
from custom_components.smart_campus.network.rules.port_sample import PortSample, by_port_key

GIGABIT = 1e9
FAST = 1e8
POLL_S = 60.0

HEALTHY = PortSample(
    if_index=8,
    name="Gi1/0/8",
    speed_bps=GIGABIT,
    full_duplex=True,
    last_change_s=100.0,
    errors_per_s=0.0,
    discards_per_s=0.0,
    in_bps=2e6,
    out_bps=5e6,
)


def port(**changes: Any) -> PortSample:
    """Return a port in use without trouble, but for what is given."""
    return replace(HEALTHY, **changes)


class Switch:
    """Feeds the rules one poll after the other, and keeps what they said."""

    def __init__(self, health: PortHealth | None = None) -> None:
        self.health = health or PortHealth()
        self.at = 1_000_000.0
        self.said: list[FaultChange] = []

    def poll(self, *ports: PortSample, times: int = 1, elapsed_s: float = POLL_S, **more: Any) -> list[FaultChange]:
        """Report the same table some times; return what these polls changed."""
        said: list[FaultChange] = []
        for _ in range(times):
            self.at += elapsed_s
            said += self.health.update(by_port_key(ports), elapsed_s=elapsed_s, at=self.at, **more)
        self.said += said
        return said

    @property
    def faults(self) -> list[str]:
        """The faults raised now."""
        return [finding.fault.value for finding in self.health.findings]


def said(changes: list[FaultChange]) -> list[tuple[str, bool]]:
    """Return fault and whether it was raised."""
    return [(change.finding.fault.value, change.is_raised) for change in changes]
