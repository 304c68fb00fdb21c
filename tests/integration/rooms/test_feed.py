"""iCalendar files as exporters write them. Expected times follow RFC 5545 and the exporters' own habits."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.rooms.rules.feed import MOST_LESSONS, FeedError, read_feed
from custom_components.smart_campus.rooms.rules.lessons import Lesson

CHINA = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 9, 1, tzinfo=UTC)
END = datetime(2026, 10, 31, tzinfo=UTC)


def file_of(*events: str, head: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//YZune//WakeUpSchedule//EN\n{head}{body}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(data: bytes) -> tuple[Lesson, ...]:
    return read_feed(data, "A301", CHINA, START, END)


def starts(data: bytes) -> list[str]:
    return [lesson.start.astimezone(CHINA).strftime("%m-%d %H:%M") for lesson in read(data)]


@pytest.mark.parametrize(
    "zone", [";TZID=Asia/Shanghai", ";TZID=/Asia/Shanghai", ';TZID="China Standard Time"', ";TZID=Asia/Beijing", ""]
)
def test_eight_in_the_morning_is_eight_in_china_however_the_zone_is_written(zone: str) -> None:
    event = f"UID:a\nDTSTART{zone}:20260907T080000\nDTEND{zone}:20260907T094000\nSUMMARY:高等数学"
    assert starts(file_of(event)) == ["09-07 08:00"]


def test_zone_defined_by_the_file_itself_does_not_shift_china() -> None:
    """A STANDARD part without a rule makes some readers take the zone for UTC."""
    head = (
        "BEGIN:VTIMEZONE\nTZID:China Standard Time\nBEGIN:STANDARD\nDTSTART:16010101T000000\n"
        "TZOFFSETFROM:+0800\nTZOFFSETTO:+0800\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    zone = ";TZID=China Standard Time"
    event = f"UID:a\nDTSTART{zone}:20260907T080000\nDTEND{zone}:20260907T094000\nSUMMARY:x"
    assert starts(file_of(event, head=head)) == ["09-07 08:00"]


def test_series_ends_at_the_midnight_the_exporter_means() -> None:
    """UNTIL 20260920T160000Z is midnight of 21 September in China: through Sunday."""
    event = """
UID:a
DTSTART;TZID=Asia/Shanghai:20260907T080000
DTEND;TZID=Asia/Shanghai:20260907T094000
RRULE:FREQ=WEEKLY;UNTIL=20260920T160000Z;INTERVAL=1
SUMMARY:x"""
    assert starts(file_of(event)) == ["09-07 08:00", "09-14 08:00"]


SERIES = """
UID:a
DTSTART;TZID=Asia/Shanghai:20260907T080000
DTEND;TZID=Asia/Shanghai:20260907T094000
RRULE:FREQ=WEEKLY;COUNT=3
SUMMARY:高等数学
DESCRIPTION:王老师"""

MOVED = """
UID:a
RECURRENCE-ID;TZID=Asia/Shanghai:20260914T080000
DTSTART;TZID=Asia/Shanghai:20260915T140000
DTEND;TZID=Asia/Shanghai:20260915T154000
SUMMARY:高等数学"""


def test_moved_occurrence_moves_alone_and_keeps_its_name() -> None:
    before = {lesson.start.astimezone(CHINA).day: lesson.id for lesson in read(file_of(SERIES))}
    after = {lesson.start.astimezone(CHINA).day: lesson.id for lesson in read(file_of(SERIES, MOVED))}
    assert sorted(after) == [7, 15, 21]
    assert (after[7], after[21]) == (before[7], before[21])
    assert len(set(after.values())) == 3


def test_cancelled_occurrence_is_no_lesson() -> None:
    cancelled = MOVED + "\nSTATUS:CANCELLED"
    assert starts(file_of(SERIES, cancelled)) == ["09-07 08:00", "09-21 08:00"]


def test_course_and_teacher_come_on_one_line() -> None:
    event = "UID:a\nDTSTART:20260907T000000Z\nDTEND:20260907T013000Z\nSUMMARY:a\\n  b\nDESCRIPTION:王"
    (lesson,) = read(file_of(event))
    assert (lesson.course, lesson.teacher, lesson.room, lesson.week) == ("a b", "王", "A301", 0)


@pytest.mark.parametrize(
    "event",
    [
        "UID:a\nDTSTART;VALUE=DATE:20260907\nDTEND;VALUE=DATE:20260908\nSUMMARY:x",
        "UID:a\nDTSTART:20260907T080000Z\nDTEND:20260908T040000Z\nSUMMARY:whole week block",
        "UID:a\nDTSTART:20260907T080000Z\nDTEND:20260907T080000Z\nSUMMARY:x",
    ],
)
def test_days_and_moments_are_no_lessons(event: str) -> None:
    assert read(file_of(event)) == ()


def test_recurrence_without_an_end_is_cut() -> None:
    event = "UID:a\nDTSTART:20260901T000000Z\nDTEND:20260901T000100Z\nRRULE:FREQ=MINUTELY\nSUMMARY:x"
    assert len(read(file_of(event))) == MOST_LESSONS


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "feed_no_calendar"),
        (b"<html>login</html>", "feed_no_calendar"),
        (b"BEGIN:VCALENDAR\nnonsense", "feed_unreadable"),
        (b"BEGIN:VCALENDAR" + b"x" * 5 * 1024 * 1024, "feed_too_large"),
        (file_of("UID:a\nDTSTART;TZID=Mars/Base:20260907T080000\nSUMMARY:x"), "feed_time_zone"),
        (
            file_of(
                "UID:a\nDTSTART;TZID=Asia/Shanghai:20260907T080000\nDTEND;TZID=Asia/Shanghai:20260907T090000\n"
                "RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20260914T080000\nSUMMARY:x"
            ),
            "feed_unreadable",
        ),
    ],
)
def test_file_that_cannot_be_used_says_why(data: bytes, key: str) -> None:
    with pytest.raises(FeedError) as caught:
        read(data)
    assert caught.value.key == key
    assert len(caught.value.detail) <= 200


def test_byte_order_mark_is_no_fault() -> None:
    assert starts(b"\xef\xbb\xbf" + file_of("UID:a\nDTSTART:20260907T000000Z\nDTEND:20260907T013000Z\nSUMMARY:x"))


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for whole in (data, b"BEGIN:VCALENDAR\r\n" + data, file_of(data.decode("latin-1").replace("\n", " "))):
        try:
            found = read(whole)
        except FeedError:
            continue
        assert len(found) <= MOST_LESSONS
