"""Four door controllers, each with the cards of a few people on its table, and the barrier at the gatehouse."""

from collections.abc import Sequence
from datetime import date, datetime

from .clock import CAMPUS_ZONE
from .demo_places import (
    CLASSROOM_301,
    COMPUTER_ROOM,
    DORMITORY,
    DORMITORY_HALL,
    GATEHOUSE,
    GROUNDS,
    LIBRARY,
    READING_ROOM,
    TEACHING_A,
)
from .digest import DigestDoor
from .gate_system import BarrierSystem, DoorSystem
from .isapi_device import IsapiDevice
from .isapi_door import IsapiDoor
from .system import Identity, Names, SimulatedSystem
from .uhppote_board import Board, Card
from .uhppote_controller import UhppoteController

CLASSROOMS, COMPUTERS, READERS, DORMITORY_DOORS = 423000301, 223000310, 223000401, 423000501
"""Serial numbers, as they are printed on the controllers; the first digit is how many doors they have."""
STAFF_CARD, STUDENT_CARD, EXPIRED_CARD = 8001001, 8002001, 8002099


def mac_of(serial: int) -> str:
    """Return a controller's MAC address as 12 hexadecimal digits: the maker's prefix and the end of the serial."""
    return f"006619{serial & 0xFFFFFF:06x}"


def demo_doors(base_port: int) -> Sequence[SimulatedSystem]:
    """Return the controllers and the barrier; they take five ports from `base_port`, 0 for free ones."""
    return [*_controllers(base_port), _barrier(base_port + 4 if base_port else 0)]


def _controllers(base_port: int) -> Sequence[DoorSystem]:
    made = (
        ("doors-classrooms", CLASSROOMS, 4, "Classroom doors, floor 3", "三楼课室门禁", CLASSROOM_301, TEACHING_A),
        ("doors-computers", COMPUTERS, 2, "Computer room doors", "机房门禁", COMPUTER_ROOM, TEACHING_A),
        ("doors-library", READERS, 2, "Reading room doors", "阅览室门禁", READING_ROOM, LIBRARY),
        ("doors-dormitory", DORMITORY_DOORS, 4, "Dormitory entrance", "宿舍楼门禁", DORMITORY_HALL, DORMITORY),
    )
    return [
        make_controller(
            gate_id,
            serial,
            doors,
            name=Names(en=english, zh_hans=chinese),
            room=room,
            building=building,
            port=base_port + number if base_port else 0,
        )
        for number, (gate_id, serial, doors, english, chinese, room, building) in enumerate(made)
    ]


def make_controller(
    gate_id: str, serial: int, doors: int, *, name: Names, room: Names, building: Names, port: int = 0
) -> DoorSystem:
    """Return a controller with the cards of the demo. port: 0 takes a free one."""
    identity = Identity(
        id=gate_id,
        kind="gate",
        profile="uhppote-ut0311",
        name=name,
        room=room,
        building=building,
        options={
            "allow_open": True,
            "allow_modes": True,
            "contacts": [str(door) for door in range(1, doors + 1)],
        },
    )
    return DoorSystem(identity, UhppoteController(_board(serial, doors), port=port))


def _barrier(port: int) -> BarrierSystem:
    digest = DigestDoor(username="admin", password="campus-demo")  # noqa: S106 - opens nothing real
    camera = IsapiDevice(model="DS-TCG405-E", serial="DS-TCG405-E20230601AACHJ87654321", doors=0, has_barrier=True)
    identity = Identity(
        id="barrier-gatehouse",
        kind="gate",
        profile="hikvision-isapi-barrier",
        name=Names(en="Barrier at the gatehouse", zh_hans="门卫室道闸"),
        room=GATEHOUSE,
        building=GROUNDS,
        credentials={"username": digest.username, "password": digest.password},
        options={"allow_open": True},
    )
    return BarrierSystem(identity, IsapiDoor(camera, port=port, digest=digest))


def _board(serial: int, doors: int) -> Board:
    always = tuple(int(number <= doors) for number in range(1, 5))
    board = Board(serial=serial, doors_count=doors, now=_campus_time, records_special_events=True)
    for number, first, last in (
        (STAFF_CARD, date(2025, 9, 1), date(2035, 8, 31)),
        (STUDENT_CARD, date(2025, 9, 1), date(2035, 8, 31)),
        (EXPIRED_CARD, date(2024, 9, 1), date(2025, 8, 31)),
    ):
        board.cards[number] = Card(
            number=number, start=first, end=last, doors=(always[0], always[1], always[2], always[3])
        )
    return board


def _campus_time() -> datetime:
    return datetime.now(CAMPUS_ZONE).replace(tzinfo=None)
