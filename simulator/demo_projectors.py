"""Eight projectors: five on or in standby, one with a lamp near its end, one cooling, one that gets unplugged."""

from collections.abc import Sequence
from dataclasses import replace

from .clock import SimClock
from .demo_places import (
    CLASSROOM_301,
    CLASSROOM_302,
    CLASSROOM_303,
    CLASSROOM_304,
    COMPUTER_ROOM,
    GROUNDS,
    LECTURE_HALL,
    LIBRARY,
    READING_ROOM,
    SPORTS_HALL,
    TEACHING_A,
)
from .pjlink_server import Manners
from .projector import COOL_S, Health, Model, Power, Projector
from .projectors import ProjectorSystem
from .system import Expected, Identity, Names

PASSWORD = "campus-pjlink"  # noqa: S105 - simulated devices have no secrets
COOLING_S = 900.0
"""How long the cooling one has still to go when the campus starts; the others take less."""
INPUTS = {"31": "HDMI 1", "32": "HDMI 2", "51": "LAN"}
NEAR_ITS_END = 3880
"""Hours, of the 4000 that lamps are usually given."""
LIFETIME_H, FILTER_INTERVAL_H = 4000, 1000


def demo_projectors(base_port: int, clock: SimClock) -> Sequence[ProjectorSystem]:
    """Return the projectors; they take eight ports from `base_port`, 0 for free ones."""
    makers = (_on, _standby, _worn, _cooling, _offline, _class_1, _hall, _reading_room)
    made = [make(clock) for make in makers]
    for number, projector in enumerate(made if base_port else ()):
        projector.port = base_port + number
    return made


def _on(clock: SimClock) -> ProjectorSystem:
    identity = _identity("projector-301", "Classroom 301 projector", "301智慧课室投影机", CLASSROOM_301)
    return ProjectorSystem(identity, _projector(1, clock, power=Power.ON))


def _standby(clock: SimClock) -> ProjectorSystem:
    identity = _identity("projector-302", "Classroom 302 projector", "302智慧课室投影机", CLASSROOM_302)
    secured = replace(identity, credentials={"password": PASSWORD})
    return ProjectorSystem(secured, _projector(2, clock, hours=640), manners=Manners(password=PASSWORD, login="sha256"))


def _worn(clock: SimClock) -> ProjectorSystem:
    identity = _identity("projector-303", "Classroom 303 projector", "303智慧课室投影机", CLASSROOM_303)
    projector = _projector(3, clock, hours=NEAR_ITS_END, power=Power.ON)
    projector.break_part("lamp", Health.WARNING)
    return ProjectorSystem(identity, projector)


def _cooling(clock: SimClock) -> ProjectorSystem:
    identity = _identity("projector-304", "Classroom 304 projector", "304智慧课室投影机", CLASSROOM_304)
    return ProjectorSystem(identity, _projector(4, clock, hours=2210, power=Power.COOLING, cool_s=COOLING_S))


def _offline(clock: SimClock) -> ProjectorSystem:
    identity = _identity("projector-computer-room", "Computer room projector", "机房投影机", COMPUTER_ROOM)
    return ProjectorSystem(
        replace(identity, expected=Expected.OFFLINE, later=[("unplug", {})]), _projector(5, clock, hours=3010)
    )


def _class_1(clock: SimClock) -> ProjectorSystem:
    identity = _identity("projector-sports-hall", "Sports hall projector", "体育馆投影机", SPORTS_HALL, GROUNDS)
    model = Model(manufacturer="Panasonic", name="PT-VX610", serial="", pjlink_class=1, inputs=INPUTS)
    projector = Projector(model, clock.timestamp, lamp_hours=(3120.0,), power=Power.ON)
    return ProjectorSystem(replace(identity, profile="pjlink-class-1"), projector)


def _hall(clock: SimClock) -> ProjectorSystem:
    identity = _identity("projector-lecture-hall", "Lecture hall projector", "阶梯教室投影机", LECTURE_HALL)
    model = Model(manufacturer="NEC", name="PA1004UL", serial="N4U0000007", mac="00:26:ab:00:10:07", inputs=INPUTS)
    return ProjectorSystem(identity, Projector(model, clock.timestamp, lamp_hours=(890.0, 912.0), filter_hours=220.0))


def _reading_room(clock: SimClock) -> ProjectorSystem:
    identity = _identity("projector-reading-room", "Reading room projector", "阅览室投影机", READING_ROOM, LIBRARY)
    return ProjectorSystem(identity, _projector(8, clock, hours=120))


def _identity(projector_id: str, english: str, chinese: str, room: Names, building: Names = TEACHING_A) -> Identity:
    return Identity(
        id=projector_id,
        kind="projector",
        profile="pjlink-class-2",
        name=Names(en=english, zh_hans=chinese),
        room=room,
        building=building,
        options={"lamp_lifetime_h": LIFETIME_H, "filter_interval_h": FILTER_INTERVAL_H},
    )


def _projector(
    number: int, clock: SimClock, *, hours: float = 1200.0, power: Power = Power.OFF, cool_s: float = COOL_S
) -> Projector:
    """Return a projector of the kind most classrooms have."""
    model = Model(serial=f"X8JK{number:07}", mac=f"00:26:ab:00:10:{number:02x}", inputs=INPUTS)
    label = f"P{number:02}"
    return Projector(
        model, clock.timestamp, label=label, lamp_hours=(hours,), filter_hours=hours / 4, power=power, cool_s=cool_s
    )
