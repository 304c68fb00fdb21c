"""Rooms, a term and its timetable, entered as a person would: whenever the demo starts there is a lesson now."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from simulator.building.description import Description
from simulator.building.room_state import CHANNEL_W
from simulator.building.timetable import WEEKS, meetings_of
from simulator.system import Names

from .api import Api, ApiError, Json
from .flows import DOMAIN, SUBENTRY_FLOW, FlowError, fill, subentries_of
from .folder import Memory

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


def timetable(building: Description, periods: int, language: str) -> str:
    """Return a registrar's table of a whole term whose days have so many periods."""
    rows = (
        f"{_in(meeting.course, language)},{meeting.day},{meeting.first},{meeting.last},"
        f"{_in(meeting.teacher, language)},{_in(meeting.group, language)},{_in(meeting.room.name, language)},"
        f"{meeting.weeks}\n"
        for meeting in meetings_of(building, periods)
    )
    return HEADING + "".join(rows)


async def add_rooms(api: Api, memory: Memory, building: Description, areas: Mapping[str, str], language: str) -> None:
    """Add the rooms that are missing."""
    stored = await subentries_of(api, memory)
    known = {each["title"] for each in stored if each["subentry_type"] == "room"}
    lamps = {item.room: item.channels for item in building.items_of("lighting")}
    for room in building.rooms:
        name = _in(room.name, language)
        if name not in known:
            answers = {
                "area_id": areas[name],
                "registrar_name": name,
                "room_type": room.type,
                "seats": room.seats,
                "is_recorded": room.is_recorded,
                "lighting_power": int(lamps.get(room.number, 0) * CHANNEL_W),
            }
            await _walk(api, [memory.entry_id, "room"], answers)


async def lay_lessons(
    api: Api,
    memory: Memory,
    table_of: Callable[[int], str],
    language: str,
    *,
    periods_of: Callable[[datetime], list[str]] = class_periods,
) -> None:
    """Make the term's periods begin now, and follow a registrar's table.

    table_of: makes it for so many periods. periods_of: makes the periods of a day from the present.
    """
    zone = ZoneInfo((await api.command("get_config"))["time_zone"])
    now = datetime.now(zone)
    periods = periods_of(now)
    term = {
        "name": TERM[language],
        "first_day": (now.date() - timedelta(days=now.weekday())).isoformat(),
        "weeks": WEEKS,
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


def _in(name: Names, language: str) -> str:
    return name.to_json()[language]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
