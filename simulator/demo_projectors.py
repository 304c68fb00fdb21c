"""Eight projectors: five on or in standby, one with a lamp near its end, one cooling, one that gets unplugged."""

from collections.abc import Sequence
from dataclasses import replace

from pjlink_advance.emulator import EmulatorState
from pjlink_advance.models import ErrorLevel, ErrorStatus, InputSource, InputType, Lamp, PowerState

from .demo_places import (
    CLASSROOM_301,
    CLASSROOM_302,
    COMPUTER_ROOM,
    GROUNDS,
    LIBRARY,
    READING_ROOM,
    SPORTS_HALL,
    TEACHING_A,
)
from .projectors import ProjectorSystem
from .system import Expected, Identity, Names

LECTURE_HALL = Names(en="Lecture hall", zh_hans="阶梯教室")
CLASSROOM_303 = Names(en="Smart classroom 303", zh_hans="303智慧课室")
CLASSROOM_304 = Names(en="Smart classroom 304", zh_hans="304智慧课室")

PASSWORD = "campus-pjlink"  # noqa: S105 - simulated devices have no secrets
COOLING_S = 900.0
HDMI_1, HDMI_2, NETWORK = (
    InputSource(InputType.DIGITAL, "1"),
    InputSource(InputType.DIGITAL, "2"),
    InputSource(InputType.NETWORK, "1"),
)
NEAR_ITS_END = 3880
"""Hours, of the 4000 that lamps are usually given."""


def demo_projectors(base_port: int) -> Sequence[ProjectorSystem]:
    """Return the projectors; they take eight ports from `base_port`, 0 for free ones."""
    made = (_on(), _standby(), _worn(), _cooling(), _offline(), _class_1(), _hall(), _reading_room())
    if not base_port:
        return made
    for number, projector in enumerate(made):
        projector.port = base_port + number
    return made


def _on() -> ProjectorSystem:
    identity = _identity("projector-301", "Classroom 301 projector", "301智慧课室投影机", CLASSROOM_301)
    return ProjectorSystem(identity, _state(1, power=PowerState.ON))


def _standby() -> ProjectorSystem:
    identity = _identity("projector-302", "Classroom 302 projector", "302智慧课室投影机", CLASSROOM_302)
    return ProjectorSystem(
        replace(identity, credentials={"password": PASSWORD}), _state(2, hours=640), password=PASSWORD
    )


def _worn() -> ProjectorSystem:
    identity = _identity("projector-303", "Classroom 303 projector", "303智慧课室投影机", CLASSROOM_303)
    errors = replace(ErrorStatus.ok(), lamp=ErrorLevel.WARNING)
    return ProjectorSystem(identity, _state(3, hours=NEAR_ITS_END, power=PowerState.ON, errors=errors))


def _cooling() -> ProjectorSystem:
    identity = _identity("projector-304", "Classroom 304 projector", "304智慧课室投影机", CLASSROOM_304)
    return ProjectorSystem(identity, _state(4, hours=2210), cooling_s=COOLING_S)


def _offline() -> ProjectorSystem:
    identity = _identity("projector-computer-room", "Computer room projector", "机房投影机", COMPUTER_ROOM)
    return ProjectorSystem(replace(identity, expected=Expected.OFFLINE), _state(5, hours=3010))


def _class_1() -> ProjectorSystem:
    identity = _identity("projector-sports-hall", "Sports hall projector", "体育馆投影机", SPORTS_HALL, GROUNDS)
    state = replace(_state(6, hours=5120, power=PowerState.ON), manufacturer="Panasonic", model="PT-VX610")
    return ProjectorSystem(replace(identity, profile="pjlink-class-1"), state, pjlink_class=1)


def _hall() -> ProjectorSystem:
    identity = _identity("projector-lecture-hall", "Lecture hall projector", "阶梯教室投影机", LECTURE_HALL)
    state = replace(_state(7, hours=890), lamps=[Lamp(890, on=False), Lamp(912, on=False)])
    return ProjectorSystem(identity, replace(state, manufacturer="NEC", model="PA1004UL"))


def _reading_room() -> ProjectorSystem:
    identity = _identity("projector-reading-room", "Reading room projector", "阅览室投影机", READING_ROOM, LIBRARY)
    return ProjectorSystem(identity, _state(8, hours=120))


def _identity(projector_id: str, english: str, chinese: str, room: Names, building: Names = TEACHING_A) -> Identity:
    return Identity(
        id=projector_id,
        kind="projector",
        profile="pjlink-class-2",
        name=Names(en=english, zh_hans=chinese),
        room=room,
        building=building,
    )


def _state(
    number: int, *, hours: int = 1200, power: PowerState = PowerState.OFF, errors: ErrorStatus | None = None
) -> EmulatorState:
    """Return a projector of the kind most classrooms have."""
    return EmulatorState(
        power=power,
        input=HDMI_1,
        inputs=[HDMI_1, HDMI_2, NETWORK],
        input_names={HDMI_1.code: "HDMI 1", HDMI_2.code: "HDMI 2", NETWORK.code: "LAN"},
        lamps=[Lamp(hours, on=power is PowerState.ON)],
        errors=errors or ErrorStatus.ok(),
        filter_hours=hours // 4,
        name=f"P{number:02}",
        serial=f"X8JK{number:07}",
        mac=f"00:26:ab:00:10:{number:02x}",
    )
