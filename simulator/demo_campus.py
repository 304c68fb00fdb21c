"""The demo's campus: devices of every kind, each kind made in a module of its own."""

from collections.abc import Callable, Collection, Mapping, Sequence

from .campus import Plan
from .clock import SimClock
from .demo_cameras import demo_cameras
from .demo_doors import demo_doors
from .demo_environment import demo_field
from .demo_meters import demo_gateways
from .demo_phones import demo_phones
from .demo_places import CLASSROOM_301, COMPUTER_ROOM
from .demo_platform import demo_platform
from .demo_projectors import LECTURE_HALL, demo_projectors
from .demo_recorders import PORTS as HARDWARE_PORTS
from .demo_recorders import demo_recorders
from .demo_switches import demo_switches
from .paths import PathSystem
from .system import SimulatedSystem

PORTS = 80
"""How many ports in a row the campus takes, some of them left free for what is added later."""
METER_PORTS, SWITCH_PORTS, PATH_PORTS, GATE_PORTS, PROJECTOR_PORTS, PHONE_PORTS = 0, 10, 20, 30, 40, 50
FIELD_PORTS, RECORDER_PORTS, PLATFORM_PORTS = 58, 60, 70
"""Where a kind's ports begin; a device keeps its place in the row, so that a reader finds it again."""

BEHIND: Mapping[str, Sequence[str]] = {
    "switch-core": ("switch-teaching-a", "switch-living"),
    "switch-teaching-a": ("switch-floor-3",),
    "switch-living": ("switch-library", "switch-dormitory"),
    "switch-floor-3": (
        *("doors-classrooms", "doors-computers"),
        *("projector-301", "projector-302", "projector-303", "projector-304", "projector-lecture-hall"),
    ),
    "switch-library": ("doors-library", "projector-reading-room"),
    "switch-dormitory": ("doors-dormitory",),
}
"""What is reached through a switch."""
KINDS_BY_PREFIX = {"switch": "switch", "doors": "gate", "projector": "projector"}

type Maker = Callable[[int, SimClock], Sequence[SimulatedSystem]]
"""Takes the kind's first port, 0 for free ones, and the campus's clock."""


def _recorders(first: int, clock: SimClock) -> Sequence[SimulatedSystem]:
    """Return recorders with hardware of their own, and rooms that have only cameras."""
    hardware = demo_recorders(first, clock, (CLASSROOM_301, LECTURE_HALL, COMPUTER_ROOM))
    return [*hardware, demo_cameras(first + HARDWARE_PORTS if first else 0)]


MAKERS: Mapping[str, tuple[int, Maker]] = {
    "switch": (SWITCH_PORTS, lambda first, _: [demo_switches(first)]),
    "probe": (PATH_PORTS, lambda first, _: [PathSystem(first)]),
    "gate": (GATE_PORTS, lambda first, _: demo_doors(first)),
    "projector": (PROJECTOR_PORTS, demo_projectors),
    "phone": (PHONE_PORTS, demo_phones),
    "recorder": (RECORDER_PORTS, _recorders),
    "platform": (PLATFORM_PORTS, demo_platform),
    # Environment sensors come with it: they share its broker
    "lighting": (FIELD_PORTS, lambda first, clock: [demo_field(first, first + 1 if first else 0, clock)]),
}
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
        systems=[
            system for kind, (offset, make) in MAKERS.items() if kind in wanted for system in make(first(offset), clock)
        ],
        behind={device_id: [each for each in found if _kind_of(each) in wanted] for device_id, found in BEHIND.items()},
    )


def _kind_of(device_id: str) -> str:
    return KINDS_BY_PREFIX[device_id.partition("-")[0]]
