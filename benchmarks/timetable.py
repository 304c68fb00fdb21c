"""A term of 500 rooms over 20 weeks: reading its file, laying it out, asking for the next lesson, and what it takes.

The peer is what a house would do without us: one local calendar a room, its store read by `ical` and asked for the next
event. It is measured on one room and counted for all.
"""

import argparse
import gc
import statistics
import time
import tracemalloc
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as hour
from zoneinfo import ZoneInfo

from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event
from ical.types.recur import Recur

from benchmarks._report import Report
from custom_components.smart_campus.rooms.rules.import_plan import plan_import
from custom_components.smart_campus.rooms.rules.lessons import LessonTable, lay_out
from custom_components.smart_campus.rooms.rules.meeting import Meeting
from custom_components.smart_campus.rooms.rules.periods import Clock, ClockTable
from custom_components.smart_campus.rooms.rules.term import Term

ZONE = ZoneInfo("Asia/Shanghai")
WEEKS = 20
TERM = Term(name="bench", first_day=datetime(2026, 8, 31, tzinfo=ZONE).date(), weeks=WEEKS)
HOURS = tuple((hour(8 + at, 0), hour(8 + at, 45)) for at in range(12))
CLOCK = Clock((ClockTable(periods=HOURS),))
HEADING = "课程名称,星期,开始节数,结束节数,老师,地点,周数\n"


def table_text(rooms: int) -> bytes:
    """Return the timetable of full rooms as a registrar exports it."""
    rows = (
        f"课程{room}-{day}-{run},{day},{2 * run - 1},{2 * run},教师{(room * 7 + run) % 900},R{room:03},1-{WEEKS}\n"
        for room in range(rooms)
        for day in range(1, 6)
        for run in range(1, 6)
    )
    return (HEADING + "".join(rows)).encode("gb18030")


def timed[T](work: Callable[[], T], repeats: int) -> tuple[T, float]:
    """Return the last result and the median seconds."""
    seconds = []
    for _ in range(repeats):
        begun = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - begun)
    return result, statistics.median(seconds)


def measure_ours(rooms: int, repeats: int, report: Report) -> None:
    """Fill in our figures."""
    data = table_text(rooms)
    plan, import_s = timed(lambda: plan_import(data, (), replace=True), repeats)
    meetings: tuple[Meeting, ...] = plan.meetings
    gc.collect()
    tracemalloc.start()
    table, lay_out_s = timed(lambda: LessonTable(lay_out(meetings, TERM, CLOCK, ZONE)), 1)
    memory, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    _, lay_out_s = timed(lambda: LessonTable(lay_out(meetings, TERM, CLOCK, ZONE)), repeats)
    now = datetime(2026, 10, 15, 9, 0, tzinfo=ZONE)
    names = [f"R{room:03}" for room in range(rooms)]
    found, look_up_s = timed(lambda: [table.following(name, now) for name in names], repeats)
    assert all(found)  # noqa: S101 - a look-up that finds nothing measures nothing
    report.figures |= {
        "rows": plan.rows,
        "lessons": len(table),
        "import_and_lay_out_s": import_s + lay_out_s,
        "read_file_s": import_s,
        "lay_out_s": lay_out_s,
        "next_lesson_all_rooms_ms": 1000 * look_up_s,
        "memory_mib": memory / 2**20,
    }


def calendar_of_a_room() -> str:
    """Return the same room as a calendar file with one weekly series a meeting."""
    calendar = Calendar()
    for day in range(5):
        for run in range(5):
            start = datetime(2026, 8, 31, 8 + 2 * run, tzinfo=ZONE) + timedelta(days=day)
            calendar.events.append(
                Event(
                    summary=f"课程{day}-{run}",
                    dtstart=start,
                    dtend=start + timedelta(minutes=105),
                    rrule=Recur.from_rrule(f"FREQ=WEEKLY;COUNT={WEEKS}"),
                )
            )
    return IcsCalendarStream.calendar_to_ics(calendar)


def measure_peer(rooms: int, repeats: int, report: Report) -> None:
    """Fill in what calendars of `ical` take."""
    text = calendar_of_a_room()
    calendar, read_s = timed(lambda: IcsCalendarStream.calendar_from_ics(text), repeats)
    now = datetime(2026, 10, 15, 9, 0, tzinfo=ZONE)
    _, next_s = timed(lambda: next(calendar.timeline_tz(ZONE).active_after(now)), repeats)
    report.figures |= {"peer_read_all_rooms_s": rooms * read_s, "peer_next_lesson_all_rooms_ms": 1000 * rooms * next_s}


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="50 rooms, and one repeat")
    arguments = parser.parse_args()
    rooms, repeats = (50, 1) if arguments.quick else (500, 5)
    report = Report(name="timetable", budgets={"import_and_lay_out_s": 5.0, "next_lesson_all_rooms_ms": 5.0})
    measure_ours(rooms, repeats, report)
    measure_peer(rooms, repeats, report)
    report.print()


if __name__ == "__main__":
    main()
