"""What is in a room, on a floor and in the building, by patterns: one line a pattern, not one a device."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..demo_places import DISTRIBUTION_ROOM, NETWORK_ROOM
from ..system import Names
from .description import RoomType

SMART, HALL, LABORATORY, COMPUTERS, OTHER = (
    RoomType.SMART_CLASSROOM,
    RoomType.HALL,
    RoomType.LABORATORY,
    RoomType.COMPUTER_ROOM,
    RoomType.OTHER,
)
LARGE: Final = (SMART, HALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """One device in every place it applies to."""

    prefix: str
    """Begins the id of each device; the room's number or the floor's ends it."""
    kind: str
    profiles: Sequence[str]
    """Taken in turn from place to place."""
    name: Names
    """``{}`` is the number of the room or the floor, ``{ordinal}`` the floor as a word."""
    types: Sequence[RoomType] = tuple(RoomType)
    only_recorded: bool = False
    is_small: bool = False
    """Whether the small campus has it as well."""
    channels: int = 0
    area: Names | None = None
    """Of what serves a floor; ``{}`` is the floor."""
    not_on: Sequence[int] = ()
    """Floors that have it already, with a story of its own."""


CORRIDOR: Final = Names(en="Corridor A, {ordinal} floor", zh_hans="教学楼A{}层走廊")
CLOSET: Final = Names(en="Wiring closet, floor {}", zh_hans="{}楼弱电间")
WASHROOM: Final = Names(en="Washroom, floor {}", zh_hans="{}楼卫生间")

IN_A_ROOM: Final[Sequence[Pattern]] = (
    Pattern(
        prefix="projector",
        kind="projector",
        profiles=("pjlink-class-2",),
        name=Names(en="Projector {}", zh_hans="{}投影机"),
        is_small=True,
    ),
    Pattern(
        prefix="recorder",
        kind="recorder",
        profiles=("epiphan-pearl", "hikvision-isapi-recorder", "dahua-cgi-recorder"),
        name=Names(en="Recorder {}", zh_hans="{}录播主机"),
        only_recorded=True,
    ),
    Pattern(
        prefix="meter",
        kind="meter",
        profiles=("eastron-sdm120", "chint-ddsu666"),
        name=Names(en="Meter {}", zh_hans="{}电表"),
        is_small=True,
    ),
    Pattern(
        prefix="lights",
        kind="lighting",
        profiles=("tasmota-relay-2", "shelly-plus-2pm"),
        name=Names(en="Lights {}", zh_hans="{}照明"),
        types=LARGE,
        channels=2,
        is_small=True,
    ),
    Pattern(
        prefix="lights",
        kind="lighting",
        profiles=("tasmota-relay",),
        name=Names(en="Lights {}", zh_hans="{}照明"),
        types=(LABORATORY, COMPUTERS, OTHER),
        channels=1,
        is_small=True,
    ),
    Pattern(
        prefix="people",
        kind="environment",
        profiles=("zigbee2mqtt-motion",),
        name=Names(en="Presence {}", zh_hans="{}人体传感器"),
        is_small=True,
    ),
    Pattern(
        prefix="air",
        kind="environment",
        profiles=("zigbee2mqtt-air",),
        name=Names(en="Air {}", zh_hans="{}空气"),
    ),
)
ON_A_FLOOR: Final[Sequence[Pattern]] = (
    Pattern(
        prefix="switch-floor",
        kind="switch",
        profiles=("huawei-vrp",),
        name=Names(en="Access switch, floor {}", zh_hans="{}楼接入交换机"),
        area=CLOSET,
        not_on=(3,),
    ),
    Pattern(
        prefix="switch-west",
        kind="switch",
        profiles=("mikrotik-routeros",),
        name=Names(en="Access switch, floor {} west", zh_hans="{}楼西侧接入交换机"),
        area=CLOSET,
    ),
    Pattern(
        prefix="switch-east",
        kind="switch",
        profiles=("generic-if-mib",),
        name=Names(en="Access switch, floor {} east", zh_hans="{}楼东侧接入交换机"),
        area=CLOSET,
        not_on=(3,),
    ),
    Pattern(
        prefix="doors-west",
        kind="gate",
        profiles=("uhppote-ut0311",),
        name=Names(en="Classroom doors, floor {} west", zh_hans="{}楼西侧课室门禁"),
        area=CORRIDOR,
        not_on=(3,),
    ),
    Pattern(
        prefix="doors-east",
        kind="gate",
        profiles=("uhppote-ut0311",),
        name=Names(en="Classroom doors, floor {} east", zh_hans="{}楼东侧课室门禁"),
        area=CORRIDOR,
        not_on=(3,),
    ),
    Pattern(
        prefix="lights-corridor",
        kind="lighting",
        profiles=("tasmota-relay-2",),
        name=Names(en="Corridor lights, floor {}", zh_hans="{}层走廊照明"),
        area=CORRIDOR,
        channels=2,
        not_on=(3,),
    ),
    Pattern(
        prefix="people-corridor",
        kind="environment",
        profiles=("zigbee2mqtt-motion",),
        name=Names(en="Presence, corridor of floor {}", zh_hans="{}层走廊人体传感器"),
        area=CORRIDOR,
        not_on=(3,),
    ),
    Pattern(
        prefix="smoke",
        kind="environment",
        profiles=("zigbee2mqtt-smoke",),
        name=Names(en="Smoke detector, corridor of floor {}", zh_hans="{}层走廊烟感"),
        area=CORRIDOR,
    ),
    Pattern(
        prefix="wet-washroom-west",
        kind="environment",
        profiles=("zigbee2mqtt-leak",),
        name=Names(en="Wet floor, washroom of floor {} west", zh_hans="{}楼西侧卫生间地面湿滑"),
        area=WASHROOM,
    ),
    Pattern(
        prefix="wet-washroom-east",
        kind="environment",
        profiles=("zigbee2mqtt-leak",),
        name=Names(en="Wet floor, washroom of floor {} east", zh_hans="{}楼东侧卫生间地面湿滑"),
        area=WASHROOM,
    ),
    Pattern(
        prefix="climate-closet",
        kind="environment",
        profiles=("zigbee2mqtt-climate",),
        name=Names(en="Climate, wiring closet of floor {}", zh_hans="{}楼弱电间温湿度"),
        area=CLOSET,
    ),
)
"""On every floor; of the small campus none."""
STAIRS: Final = Names(en="Stairwell", zh_hans="楼梯间")
PUMPS: Final = Names(en="Pump room", zh_hans="水泵房")
IN_THE_BUILDING: Final[Sequence[Pattern]] = (
    Pattern(
        prefix="switch-upper",
        kind="switch",
        profiles=("ruijie-rgos",),
        name=Names(en="Distribution switch, upper floors", zh_hans="高层汇聚交换机"),
        area=NETWORK_ROOM,
    ),
    Pattern(
        prefix="meter-air-conditioning",
        kind="meter",
        profiles=("chint-dtsu666",),
        name=Names(en="Air conditioning meter", zh_hans="空调电表"),
        area=DISTRIBUTION_ROOM,
    ),
    Pattern(
        prefix="meter-lifts",
        kind="meter",
        profiles=("chint-dtsu666",),
        name=Names(en="Lifts meter", zh_hans="电梯电表"),
        area=DISTRIBUTION_ROOM,
    ),
    Pattern(
        prefix="lights-stairwell",
        kind="lighting",
        profiles=("tasmota-relay",),
        name=Names(en="Stairwell lights", zh_hans="楼梯间照明"),
        area=STAIRS,
        channels=1,
    ),
    Pattern(
        prefix="wet-pump-room",
        kind="environment",
        profiles=("zigbee2mqtt-leak",),
        name=Names(en="Wet floor, pump room", zh_hans="水泵房地面湿滑"),
        area=PUMPS,
    ),
    Pattern(
        prefix="climate-distribution",
        kind="environment",
        profiles=("zigbee2mqtt-climate",),
        name=Names(en="Climate, distribution room", zh_hans="配电室温湿度"),
        area=DISTRIBUTION_ROOM,
    ),
)
"""Once, on its first floor; of the small campus none."""
