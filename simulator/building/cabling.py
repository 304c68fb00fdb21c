"""Which switch and port things of the building hang on, and which switch hangs on which: data, for whoever needs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..demo_switches import TEACHING_SPARE
from .description import Description, Item
from .floor_plan import ROOMS_A_FLOOR

UPPER = "switch-upper"
UPPER_UP, UPPER_DOWN = "TenGigabitEthernet 0/25", ("TenGigabitEthernet 0/26", "TenGigabitEthernet 0/27")
FLOOR_UP, FLOOR_WEST, FLOOR_EAST = "XGigabitEthernet0/0/1", "XGigabitEthernet0/0/2", "XGigabitEthernet0/0/3"
WEST_UP, EAST_UP = "sfp-sfpplus1", "ten-gigabitEthernet 1/0/25"
WEST_PORT, EAST_PORT = "ether{}", "gigabitEthernet 1/0/{}"
CORE, CORE_SPARE = "switch-core", "Ten-GigabitEthernet1/0/3"
TEACHING = "switch-teaching-a"
LOWER_FLOORS, UPPER_FLOORS = (1, 2), (4, 5)
HALF = ROOMS_A_FLOOR // 2
DOORS_PORT = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Cable:
    """From a switch up to the one it hangs on."""

    lower: str
    lower_port: str
    upper: str
    upper_port: str


def cables_of(description: Description) -> Sequence[Cable]:
    """Return the cables between switches of which the lower one follows a pattern."""
    known = {item.id for item in description.items_of("switch")}
    found = [
        *(
            Cable(lower=f"switch-floor-{level}", lower_port=FLOOR_UP, upper=TEACHING, upper_port=port)
            for level, port in zip(LOWER_FLOORS, TEACHING_SPARE, strict=True)
        ),
        Cable(lower=UPPER, lower_port=UPPER_UP, upper=CORE, upper_port=CORE_SPARE),
        *(
            Cable(lower=f"switch-floor-{level}", lower_port=FLOOR_UP, upper=UPPER, upper_port=port)
            for level, port in zip(UPPER_FLOORS, UPPER_DOWN, strict=True)
        ),
    ]
    for floor in description.floors:
        trunk = f"switch-floor-{floor.level}"
        for side, own, port in (("west", WEST_UP, FLOOR_WEST), ("east", EAST_UP, FLOOR_EAST)):
            found.append(Cable(lower=f"switch-{side}-{floor.level}", lower_port=own, upper=trunk, upper_port=port))
    return [cable for cable in found if cable.lower in known]


def places_of(description: Description) -> Mapping[str, tuple[str, str]]:
    """Return switch and port by device, for projectors, recorders and door controllers that follow a pattern.

    The first six rooms of a floor hang on its western switch, the others on its eastern one, where there is one.
    """
    known = {item.id for item in description.items_of("switch")}
    found: dict[str, tuple[str, str]] = {}
    for item in description.items_of("projector", "recorder", "gate"):
        switch, port = _place(item, known)
        if switch in known:
            found[item.id] = (switch, port)
    return found


def behind_of(description: Description) -> Mapping[str, Sequence[str]]:
    """Return what hangs directly on each switch."""
    behind: dict[str, list[str]] = {}
    for cable in cables_of(description):
        behind.setdefault(cable.upper, []).append(cable.lower)
    for device, (switch, _) in places_of(description).items():
        behind.setdefault(switch, []).append(device)
    return behind


def _place(item: Item, switches: set[str]) -> tuple[str, str]:
    east = f"switch-east-{item.level}"
    if not item.room:
        is_east = item.prefix.endswith("east")
        return (east, EAST_PORT.format(DOORS_PORT)) if is_east else (_west(item), WEST_PORT.format(DOORS_PORT))
    number = int(item.room) % 100
    if number > HALF and east in switches:
        return east, EAST_PORT.format(_port(item, number - HALF))
    return _west(item), WEST_PORT.format(_port(item, number))


def _west(item: Item) -> str:
    return f"switch-west-{item.level}"


def _port(item: Item, number: int) -> int:
    """Return the number of a port: projectors begin at the first, recorders behind the projectors of a whole floor."""
    return number + (ROOMS_A_FLOOR if item.kind == "recorder" else 0)
