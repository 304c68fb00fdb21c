"""The demo's campus: devices of every kind, each kind made in a module of its own."""

from collections.abc import Callable, Collection, Mapping

from .campus import Plan
from .clock import SimClock
from .demo_meters import demo_gateways
from .demo_switches import demo_switches
from .system import SimulatedSystem

PORTS = 60
"""How many ports in a row the campus takes, some of them left free for what is added later."""
METER_PORTS, SWITCH_PORTS = 0, 10
"""Where a kind's ports begin; a device keeps its place in the row, so that a reader finds it again."""

type Maker = Callable[[int], SimulatedSystem]
"""Takes the kind's first port, 0 for free ones."""

MAKERS: Mapping[str, tuple[int, Maker]] = {"switch": (SWITCH_PORTS, demo_switches)}
"""Offset of the first port and maker, by kind; meters come from their gateways."""


def demo_plan(*, clock: SimClock | None = None, base_port: int = 0, kinds: Collection[str] | None = None) -> Plan:
    """Return the demo's campus.

    base_port: first of `PORTS` ports in a row, 0 for free ones. kinds: None takes every kind.
    """
    clock = clock or SimClock()

    def first(offset: int) -> int:
        return base_port + offset if base_port else 0

    wanted = {"meter", *MAKERS} if kinds is None else kinds
    return Plan(
        clock=clock,
        gateways=demo_gateways(clock, first(METER_PORTS)) if "meter" in wanted else (),
        systems=[make(first(offset)) for kind, (offset, make) in MAKERS.items() if kind in wanted],
    )
