"""The demo's campus: devices of every kind, each kind made in a module of its own."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from .building.cabling import behind_of
from .building.description import NOTHING_MORE, Description
from .building.doors import make_doors
from .building.meters import make_gateways
from .building.nodes import make_nodes
from .building.projectors import make_projectors
from .building.recorders import make_recorders
from .building.room_state import RoomState
from .building.switches import make_switches
from .campus import Plan
from .clock import SimClock
from .demo_cameras import demo_cameras
from .demo_doors import demo_doors
from .demo_environment import demo_field
from .demo_meters import demo_gateways
from .demo_phones import demo_phones
from .demo_places import CLASSROOM_301, COMPUTER_ROOM, LECTURE_HALL
from .demo_platform import demo_platform
from .demo_projectors import demo_projectors
from .demo_recorders import PORTS as HARDWARE_PORTS
from .demo_recorders import demo_recorders
from .field_system import FieldNode
from .gateway import Gateway
from .paths import PathSystem
from .system import SimulatedSystem
from .weather import Weather

PORTS = 220
"""How many ports in a row the campus takes, some of them left free for what is added later."""
METER_PORTS, SWITCH_PORTS, PATH_PORTS, GATE_PORTS, PROJECTOR_PORTS, PHONE_PORTS = 0, 10, 20, 30, 40, 50
FIELD_PORTS, RECORDER_PORTS, PLATFORM_PORTS = 58, 60, 70
"""Where a kind's ports begin; a device keeps its place in the row, so that a reader finds it again."""
MORE_METER_PORTS, MORE_GATE_PORTS, MORE_SWITCH_PORTS, MORE_PROJECTOR_PORTS, MORE_RECORDER_PORTS = 80, 90, 100, 120, 180
"""The same, of what follows a pattern."""

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
KINDS = ("meter", "switch", "probe", "gate", "projector", "phone", "recorder", "platform", "lighting")


def demo_plan(
    *,
    clock: SimClock | None = None,
    base_port: int = 0,
    kinds: Collection[str] | None = None,
    building: Description | None = None,
) -> Plan:
    """Return the demo's campus.

    base_port: first of `PORTS` ports in a row, 0 for free ones. kinds: None takes every kind. building: what follows
    patterns; None takes only what has a story of its own.
    """
    maker = _Maker(clock or SimClock(), base_port, building or NOTHING_MORE)
    wanted = KINDS if kinds is None else kinds
    systems = [system for kind in KINDS if kind in wanted for system in maker.systems(kind)]
    # After the projectors and the lamps, which it meters
    gateways = maker.gateways() if "meter" in wanted else ()
    behind = {key: [*BEHIND.get(key, ()), *found] for key, found in behind_of(maker.building).items()}
    plan = Plan(clock=maker.clock, gateways=gateways, systems=systems, building=maker.building)
    known = {str(device["id"]) for system in systems for device in system.devices()}
    return replace(
        plan, behind={key: [each for each in found if each in known] for key, found in {**BEHIND, **behind}.items()}
    )


class _Maker:
    """Makes the systems of one campus, kind by kind."""

    def __init__(self, clock: SimClock, base_port: int, building: Description) -> None:
        self.clock = clock
        self.building = building
        self._base_port = base_port
        self._states = {room.number: RoomState(seats=room.seats) for room in building.rooms}
        first = self._first
        self._makers: Mapping[str, Callable[[], Sequence[SimulatedSystem]]] = {
            "switch": lambda: [make_switches(building, first(SWITCH_PORTS), first(MORE_SWITCH_PORTS))],
            "probe": lambda: [PathSystem(first(PATH_PORTS))],
            "gate": lambda: [*demo_doors(first(GATE_PORTS)), *make_doors(building, first(MORE_GATE_PORTS))],
            "projector": self._projectors,
            "phone": lambda: demo_phones(first(PHONE_PORTS), clock),
            "recorder": self._recorders,
            "platform": lambda: demo_platform(first(PLATFORM_PORTS), clock),
            # Environment sensors come with it: they share its broker
            "lighting": lambda: [demo_field(first(FIELD_PORTS), first(FIELD_PORTS + 1), clock, self._nodes)],
        }

    def systems(self, kind: str) -> Sequence[SimulatedSystem]:
        """Return the systems of a kind but meters."""
        return self._makers[kind]() if kind in self._makers else ()

    def gateways(self) -> Sequence[Gateway]:
        """Return the gateways of the meters."""
        hand_made = demo_gateways(self.clock, self._first(METER_PORTS))
        return [*hand_made, *make_gateways(self.building, self._states, self.clock, self._first(MORE_METER_PORTS))]

    def _projectors(self) -> Sequence[SimulatedSystem]:
        hand_made = demo_projectors(self._first(PROJECTOR_PORTS), self.clock)
        by_room = {system.identity.room.en: system.projector for system in hand_made}
        for room in self.building.rooms:
            self._states[room.number].projector = by_room.get(room.name.en)
        more = make_projectors(self.building, self._states, self.clock, self._first(MORE_PROJECTOR_PORTS))
        return [*hand_made, *more]

    def _recorders(self) -> Sequence[SimulatedSystem]:
        """Return recorders with hardware of their own, and rooms that have only cameras."""
        first = self._first
        hardware = demo_recorders(first(RECORDER_PORTS), self.clock, (CLASSROOM_301, LECTURE_HALL, COMPUTER_ROOM))
        cameras = demo_cameras(first(RECORDER_PORTS + HARDWARE_PORTS))
        return [*hardware, cameras, *make_recorders(self.building, self.clock, first(MORE_RECORDER_PORTS))]

    def _nodes(self, weather: Weather) -> Sequence[FieldNode]:
        return make_nodes(self.building, self._states, weather)

    def _first(self, offset: int) -> int:
        return self._base_port + offset if self._base_port else 0
