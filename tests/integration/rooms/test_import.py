"""Timetable files as people really have them, and files that try to do harm."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from custom_components.smart_campus.rooms.rules.import_plan import ImportPlan, plan_import
from custom_components.smart_campus.rooms.rules.meeting import Meeting
from custom_components.smart_campus.rooms.rules.periods import Periods
from custom_components.smart_campus.sheets.rules.table_file import CELL_LIMIT, TableFileError, read_table

WAKEUP = "课程名称,星期,开始节数,结束节数,老师,地点,周数\n"
"""The heading of the WakeUp timetable app's CSV, exact and in order."""
ROW = "高等数学,5,3,4,王老师,A301,1-5、7-11单、12-16双\n"

MATHS = Meeting(
    room="A301",
    weekday=5,
    periods=Periods(3, 4),
    weeks=frozenset({1, 2, 3, 4, 5, 7, 9, 11, 12, 14, 16}),
    course="高等数学",
    teacher="王老师",
)


def plan(data: bytes | str, *present: Meeting, replace: bool = True) -> ImportPlan:
    return plan_import(data.encode() if isinstance(data, str) else data, present, replace=replace)


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_file_is_read_in_every_encoding_exporters_write(encoding: str) -> None:
    assert plan((WAKEUP + ROW).encode(encoding)).added == (MATHS,)


def test_name_with_a_rare_character_survives_gb18030() -> None:
    (found,) = plan((WAKEUP + ROW.replace("王老师", "㛃𬭎")).encode("gb18030")).added
    assert found.teacher == "㛃𬭎"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_taken_from_the_heading(delimiter: str) -> None:
    assert plan((WAKEUP + ROW).replace(",", delimiter)).added == (MATHS,)


def test_english_headings_and_a_workbook_are_read_too() -> None:
    data = workbook(
        ("Course", "Teacher", "Class", "Room", "Weekday", "Periods", "Weeks"),
        ("Physics", "Li", "22-1", "B102", "Mon", "1-2", "1-16"),
        (None,) * 7,
        ("Chemistry", None, None, "B102", 2, 3.0, "2"),
    )
    assert [(each.course, each.weekday, str(each.periods), len(each.weeks)) for each in plan(data).added] == [
        ("Physics", 1, "1-2", 16),
        ("Chemistry", 2, "3", 1),
    ]


def test_cell_a_spreadsheet_made_a_date_is_named_as_that() -> None:
    heading = ("课程", "教室", "星期", "节次", "周次")
    (fault,) = plan(workbook(heading, ("物理", "B1", 1, date(2026, 3, 4), "1-8"))).faults
    assert (fault.row, fault.column, fault.key) == (2, "periods", "cell_is_date")


def test_rows_that_cannot_be_read_are_told_with_row_and_column() -> None:
    text = WAKEUP + ROW + "物理,八,1,2,,B1,1-8\n,1,1,2,,B1,1-8\n化学,1,1,2,,B1,整周\n生物,1,1,2,,,1-8\n"
    found = plan(text)
    assert [(fault.row, fault.column, fault.key) for fault in found.faults] == [
        (3, "weekday", "weekday_unreadable"),
        (4, "course", "cell_empty"),
        (5, "weeks", "weeks_unreadable"),
        (6, "room", "cell_empty"),
    ]
    assert found.added == (MATHS,)


def test_nothing_is_removed_while_a_row_cannot_be_read() -> None:
    """The unreadable row may be the very class that would go."""
    found = plan(WAKEUP + "高等数学,5,3,4,王老师,A301,整周\n", MATHS)
    assert (found.removed, found.unchanged, found.fault_count) == ((), (MATHS,), 1)


def test_class_without_a_room_is_not_held() -> None:
    found = plan(WAKEUP + ROW.replace("A301", "停课"), MATHS)
    assert (found.removed, found.meetings) == ((MATHS,), ())


def test_the_same_file_twice_changes_nothing() -> None:
    found = plan(WAKEUP + ROW + ROW, MATHS)
    assert (found.added, found.changed, found.removed, found.unchanged) == ((), (), (), (MATHS,))


def test_class_moved_to_another_room_is_one_change() -> None:
    found = plan(WAKEUP + ROW.replace("A301", "B102"), MATHS)
    ((old, new),) = found.changed
    assert (old.room, new.room, found.added, found.removed) == ("A301", "B102", (), ())


def test_odd_and_even_weeks_in_two_rooms_are_two_meetings() -> None:
    rows = "体育,2,3,4,李,2-N402,1-16单\n体育,2,3,4,李,2-S242,1-16双\n"
    assert sorted(each.room for each in plan(WAKEUP + rows).added) == ["2-N402", "2-S242"]


def test_without_replacing_what_the_file_lacks_stays() -> None:
    found = plan(WAKEUP + ROW.replace("高等数学", "物理"), MATHS, replace=False)
    assert (found.removed, MATHS in found.unchanged) == ((), True)


def test_missing_columns_are_named() -> None:
    with pytest.raises(TableFileError) as caught:
        plan("课程,教师\n物理,李\n")
    assert (caught.value.key, caught.value.detail) == (
        "columns_missing",
        "room (教室), weekday (星期), weeks (周次), periods (节次)",
    )


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "file_empty"),
        (b"\n\n,,\n", "file_empty"),
        (b"<html><body>login</body></html>", "file_no_table"),
        (b"a\x00b", "file_no_table"),
        (b"\xff\xfe\xff\xff\x80", "file_encoding"),
        (b"PK\x03\x04not a zip", "file_no_table"),
        (b"x" * (8 * 1024 * 1024 + 1), "file_too_large"),
        (b"a\n" * 20_001, "file_too_many_rows"),
        ('"' + "x" * 140_000 + '"\n', "file_cell_too_long"),
    ],
)
def test_file_that_is_no_table_says_why(data: bytes | str, key: str) -> None:
    with pytest.raises(TableFileError) as caught:
        plan(data)
    assert caught.value.key == key


def test_archive_that_unpacks_to_more_than_it_may_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"\0" * (65 * 1024 * 1024))
    assert len(out.getvalue()) < 100_000
    with pytest.raises(TableFileError) as caught:
        read_table(out.getvalue())
    assert caught.value.key == "file_unpacks_too_large"


def test_zip_that_is_no_workbook_is_no_table() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(TableFileError) as caught:
        read_table(out.getvalue())
    assert caught.value.key == "file_no_table"


def test_entities_in_a_workbook_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    source = zipfile.ZipFile(io.BytesIO(workbook(("课程",), ("物理",))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = bomb.encode() + data.replace(b"<sheetData>", b"<sheetData><!-- -->&b;")
            archive.writestr(name, data)
    with pytest.raises(TableFileError):
        read_table(out.getvalue())


def test_cell_is_cut_and_freed_of_control_characters() -> None:
    (_, row) = read_table(("课程\n" + '"a\x1b[31m\nb' + "x" * 1000 + '"\n').encode())
    assert row.cells[0].startswith("a [31m b")
    assert len(row.cells[0]) == CELL_LIMIT


def test_ten_thousand_rows_with_a_hundred_wrong_ones_are_read_to_the_end() -> None:
    rows = (f"课程{n},{n % 7 + 1},1,2,,R{n % 500},{'x' if n % 100 == 0 else '1-16'}\n" for n in range(10_000))
    found = plan(WAKEUP + "".join(rows))
    assert (found.rows, len(found.added), found.fault_count) == (10_000, 9_900, 100)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for prefix in (b"", WAKEUP.encode(), b"PK\x03\x04"):
        try:
            found = plan_import(prefix + data, (), replace=True)
        except TableFileError:
            continue
        assert len(found.faults) <= found.fault_count or found.fault_count == 0
