"""Rooms, a term and its timetable, entered as a person would: whenever the demo starts there is a lesson now."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .api import Api, ApiError, Json
from .flows import DOMAIN, SUBENTRY_FLOW, FlowError, fill, subentries_of
from .folder import Memory

ROOMS: Sequence[str] = (
    *("Smart classroom 301", "Smart classroom 302", "Smart classroom 303", "Smart classroom 304"),
    *("Lecture hall", "Computer room", "Reading room", "Sports hall"),
)
"""By their English names; lessons of the last two are not recorded."""
NOT_RECORDED = ("Reading room", "Sports hall")
COURSES: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "en": (
        ("Advanced mathematics", "Wang Min", "Class 1"),
        ("University physics", "Li Na", "Class 2"),
        ("College English", "Zhang Wei", "Class 3"),
        ("Linear algebra", "Liu Yang", "Class 4"),
        ("Modern history", "Chen Jing", "Class 5"),
        ("Programming", "Yang Lei", "Class 6"),
        ("Library skills", "Zhao Lin", "Class 7"),
        ("Badminton", "Huang Bo", "Class 8"),
    ),
    "zh-Hans": (
        ("高等数学", "王敏", "1班"),
        ("大学物理", "李娜", "2班"),
        ("大学英语", "张伟", "3班"),
        ("线性代数", "刘洋", "4班"),
        ("近代史", "陈静", "5班"),
        ("程序设计", "杨磊", "6班"),
        ("文献检索", "赵琳", "7班"),
        ("羽毛球", "黄波", "8班"),
    ),
}
"""Course, teacher and class, one for each room."""
TERM = {"en": "Demo term", "zh-Hans": "演示学期"}
HEADING = "课程名称,星期,开始节数,结束节数,老师,班级,地点,周数\n"
SHORT_LESSONS, SHORT_MIN, BREAK_MIN = 6, 3, 1
"""Short lessons come first, so that one is seen from its begin to the archive."""
PERIODS = 20
LONGEST_MIN = 60
TERM_NOT_KNOWN_YET = "No running site has a term"
"""What the log says of an import that came before the site knew the term; it is tried again."""
FOLLOWS_WITHIN_S, LOOK_EVERY_S = 30.0, 0.5
DAY_ENDS_MIN = 23 * 60 + 58

type Device = Mapping[str, Json]


def class_periods(now: datetime, first_min: int = SHORT_MIN) -> list[str]:
    """Return the periods of a day, the first of which begins this minute; fewer late in the evening.

    first_min: length of the first.
    """
    begin = now.hour * 60 + now.minute
    periods: list[str] = []
    while len(periods) < PERIODS:
        left = PERIODS - len(periods)
        room_min = (DAY_ENDS_MIN - begin) // left - BREAK_MIN
        length = SHORT_MIN if len(periods) < SHORT_LESSONS else max(SHORT_MIN, min(room_min, LONGEST_MIN))
        length = length if periods else first_min
        if begin + length > DAY_ENDS_MIN:
            break
        periods.append(f"{_clock(begin)}-{_clock(begin + length)}")
        begin += length + BREAK_MIN
    return periods


def timetable(rooms: Mapping[str, str], periods: int, language: str) -> str:
    """Return a registrar's table: in every room one lesson each period, every day. rooms: name by English name."""
    rows = [
        f"{course},{day},{period},{period},{teacher},{group},{rooms[room]},1-2\n"
        for room, (course, teacher, group) in zip(ROOMS, COURSES[language], strict=True)
        if room in rooms
        for day in range(1, 8)
        for period in range(1, periods + 1)
    ]
    return HEADING + "".join(rows)


async def set_up_lessons(
    api: Api, memory: Memory, devices: Sequence[Device], areas: Mapping[str, str], language: str
) -> None:
    """Add the rooms that are missing, and lay lessons around the present."""
    rooms = {device["room"]["en"]: device["room"][language] for device in devices if device["room"]["en"] in ROOMS}
    stored = await subentries_of(api, memory)
    known = {each["title"] for each in stored if each["subentry_type"] == "room"}
    for english, name in rooms.items():
        if name not in known:
            answers = {
                "area_id": areas[name],
                "registrar_name": name,
                "room_type": "smart_classroom" if english.startswith("Smart") else "other",
                "is_recorded": english not in NOT_RECORDED,
            }
            await _walk(api, [memory.entry_id, "room"], answers)
    await lay_lessons(api, memory, lambda periods: timetable(rooms, periods, language), language)


async def lay_lessons(
    api: Api, memory: Memory, table_of: Callable[[int], str], language: str, *, first_min: int = SHORT_MIN
) -> None:
    """Make the term's periods begin now, and follow a registrar's table.

    table_of: makes it for so many periods. first_min: minutes of the first period.
    """
    zone = ZoneInfo((await api.command("get_config"))["time_zone"])
    now = datetime.now(zone)
    periods = class_periods(now, first_min)
    term = {
        "name": TERM[language],
        "first_day": (now.date() - timedelta(days=now.weekday())).isoformat(),
        "weeks": 2,
        "hours": "\n".join(periods),
    }
    stored = await subentries_of(api, memory)
    before = next((each["subentry_id"] for each in stored if each["subentry_type"] == "term"), "")
    await _walk(api, [memory.entry_id, "term"], term, before)
    await _import(api, table_of(len(periods)), language)


async def _import(api: Api, content: str, language: str) -> None:
    """Import a timetable; a site follows its terms a moment after they were saved."""
    data = {"term": TERM[language], "content": content, "dry_run": False}
    end = time.monotonic() + FOLLOWS_WITHIN_S
    while True:
        try:
            await api.command("call_service", domain=DOMAIN, service="import_timetable", service_data=data)
        except ApiError as error:
            if "term_unknown" not in str(error) or time.monotonic() > end:
                raise
        else:
            return
        await asyncio.sleep(LOOK_EVERY_S)


async def _walk(api: Api, handler: list[str], answers: Mapping[str, Json], subentry_id: str = "") -> None:
    """Fill in one form. subentry_id: of what is changed; its menu is answered with the subentry's type."""
    step = await api.post(SUBENTRY_FLOW, {"handler": handler, **({"subentry_id": subentry_id} if subentry_id else {})})
    if step["type"] == "menu":
        step = await api.post(f"{SUBENTRY_FLOW}/{step['flow_id']}", {"next_step_id": handler[1]})
    step = await api.post(f"{SUBENTRY_FLOW}/{step['flow_id']}", fill(step["data_schema"], answers))
    if step["type"] not in ("create_entry", "abort"):
        raise FlowError(f"{handler[1]}: {step}")


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
