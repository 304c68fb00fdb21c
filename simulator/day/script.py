"""The script of the day, as it is declared: the hours of lessons, and a line for everything else that happens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..system import Body, Names


@dataclass(frozen=True, kw_only=True, slots=True)
class Deed:
    """One request at the side door."""

    device: str
    action: str
    body: Body = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """A line of the script."""

    at: str
    """Time of the day, HH:MM."""
    says: Names
    deeds: Sequence[Deed] = ()
    mends: bool = False
    """Whether it puts something right; a day that is stopped early does at once what is left of these."""


BEGINS, ENDS = "07:40", "21:40"
PERIODS: Final[Sequence[tuple[str, str]]] = (
    ("08:00", "09:40"),
    ("10:00", "11:40"),
    ("14:00", "15:40"),
    ("16:00", "17:40"),
    ("19:00", "20:40"),
)
"""The double lessons of a Chinese college."""

LESSONS_BEGIN = Names(en="Lesson {period} begins in {rooms} rooms: people, lights, projectors",
                      zh_hans="第{period}大节上课，{rooms}个房间：有人、开灯、开投影机")  # fmt: skip
LESSONS_END = Names(en="Lesson {period} ends: {rooms} rooms empty", zh_hans="第{period}大节下课，{rooms}个房间空出")

CORRIDOR, ENTRANCE, SWITCH = "people-corridor", "wet-entrance-a", "switch-floor-3"
MICROPHONE, LAMP, LEFT_ON = "recorder-extron", "projector-304", "201"

SCRIPT: Final[Sequence[Happening]] = (
    Happening(
        at=BEGINS,
        says=Names(en="The building opens; first people in the corridor", zh_hans="教学楼开门，走廊里有人"),
        deeds=(Deed(device=CORRIDOR, action="people", body={"people": 5}),),
    ),
    Happening(
        at="08:20",
        says=Names(en="The microphone of the lecture hall falls silent", zh_hans="阶梯教室的麦克风无声"),
        deeds=(Deed(device=MICROPHONE, action="silent", body={"on": True}),),
    ),
    Happening(
        at="09:50",
        says=Names(en="Somebody plugs the microphone in again", zh_hans="麦克风重新接好"),
        deeds=(Deed(device=MICROPHONE, action="silent", body={"on": False}),),
        mends=True,
    ),
    Happening(
        at="10:20",
        says=Names(en="It begins to rain", zh_hans="开始下雨"),
        deeds=(Deed(device="weather", action="rain", body={"rain": True}),),
    ),
    Happening(
        at="10:40",
        says=Names(en="Umbrellas drip: the floor of the entrance is wet", zh_hans="雨伞滴水，教学楼入口地面湿滑"),
        deeds=(Deed(device=ENTRANCE, action="wet", body={"wet": True}),),
    ),
    Happening(
        at="11:50",
        says=Names(en="The entrance is mopped and dry", zh_hans="入口地面已拖干"),
        deeds=(Deed(device=ENTRANCE, action="wet", body={"wet": False}),),
        mends=True,
    ),
    Happening(
        at="12:10",
        says=Names(en="The rain is over", zh_hans="雨停了"),
        deeds=(Deed(device="weather", action="rain", body={"rain": False}),),
        mends=True,
    ),
    Happening(
        at="14:30",
        says=Names(en="The access switch of floor 3 dies, with all that hangs on it",
                   zh_hans="三楼接入交换机故障，其下设备全部断开"),
        deeds=(Deed(device=SWITCH, action="cut"),),
    ),
    Happening(
        at="15:20",
        says=Names(en="The switch is exchanged", zh_hans="交换机已更换"),
        deeds=(Deed(device=SWITCH, action="mend"),),
        mends=True,
    ),
    Happening(
        at="16:30",
        says=Names(en="The lamp of the projector in 304 is near its end", zh_hans="304课室投影机的灯泡即将到期"),
        deeds=(Deed(device=LAMP, action="wear", body={"light_source_hours": 3990, "lamp": "warning"}),),
    ),
    Happening(
        at="20:50",
        says=Names(en="Somebody comes back to classroom 201 and leaves the lights and the projector on",
                   zh_hans="有人返回201课室，离开时未关灯和投影机"),
        deeds=(
            Deed(device=f"lights-{LEFT_ON}", action="switch", body={"on": True}),
            Deed(device=f"projector-{LEFT_ON}", action="remote", body={"power": "on"}),
        ),
    ),
    Happening(
        at="21:20",
        says=Names(en="The corridor is empty", zh_hans="走廊里没有人了"),
        deeds=(Deed(device=CORRIDOR, action="people", body={"people": 0}),),
    ),
    Happening(
        at=ENDS,
        says=Names(en="The day is over; what is still on, stays on", zh_hans="一天结束，仍开启的设备保持开启"),
    ),
)  # fmt: skip

STORIED: Final[Mapping[str, str]] = {
    "projector-101": "projector-lecture-hall",
    "projector-102": "projector-sports-hall",
    "projector-209": "projector-reading-room",
    "lights-209": "lights-reading-room",
}
"""Devices that are not called by their room's number."""
