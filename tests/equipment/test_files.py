"""Files of the ledger as offices have them, and files that try to do harm."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custom_components.smart_campus.equipment.rules.export import write_template
from custom_components.smart_campus.equipment.rules.file_columns import HEADINGS, headings_in
from custom_components.smart_campus.equipment.rules.file_rows import FileRows, read_file
from custom_components.smart_campus.equipment.rules.places import Gazetteer, KnownPlace, Place, level_of
from custom_components.smart_campus.equipment.rules.words import LANGUAGES
from custom_components.smart_campus.sheets.rules.table_file import TableFileError

from ..sheets.books import workbook

HEADING = "资产编号,名称,保管人,备注\n"


def faults(found: FileRows) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.key) for fault in found.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_five_thousand_rows_are_read_in_every_encoding(encoding: str) -> None:
    rows = "".join(f"资-{number:05},讲台{number},李㛃,\n" for number in range(5000))
    found = read_file((HEADING + rows).encode(encoding))
    assert (found.count, len(found.rows), found.faults) == (5000, 5000, [])
    assert (found.rows[-1].number, found.rows[-1].asset_number, found.rows[-1].values["keeper"]) == (
        5001,
        "资-04999",
        "李㛃",
    )


def test_merged_rooms_count_for_every_row() -> None:
    data = workbook(
        ("asset number", "name", "room", "floor"),
        ("A-1", "Desk", "101", "1F"),
        ("A-2", "Chair", None, None),
        ("A-3", "Chair", "102", None),
        merged=("C2:C3", "D2:D4"),
    )
    assert [(row.room, row.floor) for row in read_file(data).rows] == [("101", "1F"), ("101", "1F"), ("102", "1F")]


def test_formulas_without_a_result_and_typed_into_a_text_file_are_named() -> None:
    book = workbook(("asset number", "name"), ("A-1", "=B1"), ("=CONCAT(1)", "Chair"))
    assert faults(read_file(book)) == [(2, "name", "cell_is_formula"), (3, "asset_number", "cell_is_formula")]
    text = "asset number,name\nA-1,\"=cmd|' /C calc'!A0\"\n"
    assert faults(read_file(text.encode())) == [(2, "name", "cell_is_formula")]


def test_numbers_that_spreadsheets_were_told_to_leave_alone_keep_their_zeros() -> None:
    (row,) = read_file(b'asset number,name\n"=""00123""",Chair\n').rows
    assert row.asset_number == "00123"


def test_doubles_are_refused_from_the_second_on_whatever_their_case() -> None:
    found = read_file("asset number,name\nA-1,Desk\nａ－１,Chair\n a-1 ,Table\n".encode())
    assert [row.values["name"] for row in found.rows] == ["Desk"]
    assert [(fault.row, fault.key, fault.detail) for fault in found.faults] == [
        (3, "cell_twice", "2"),
        (4, "cell_twice", "2"),
    ]


@pytest.mark.parametrize("heading", ["password", "Community", "密码", "团体字"])
def test_column_of_secrets_is_refused_as_a_whole(heading: str) -> None:
    with pytest.raises(TableFileError) as caught:
        read_file(f"asset number,name,{heading}\nA-1,Switch,public\n".encode())
    assert (caught.value.key, caught.value.detail) == ("columns_secret", heading)


def test_text_of_ten_megabytes_in_a_cell_is_a_fault_of_its_row() -> None:
    data = workbook(("asset number", "name", "note"), ("A-1", "Desk", "x" * 32_000))
    assert faults(read_file(data)) == [(2, "note", "cell_too_long")]
    with pytest.raises(TableFileError) as caught:
        read_file(b"asset number,note\nA-1," + b"x" * 10_000_000)
    assert caught.value.key == "file_too_large"


def test_missing_number_is_said_and_an_empty_cell_leaves_a_value_alone() -> None:
    found = read_file(b"asset number,name,keeper\n,Desk,\nA-1,,\nA-2,Desk,-\n")
    assert faults(found) == [(2, "asset_number", "asset_number_missing")]
    assert [dict(row.values) for row in found.rows] == [
        {"asset_number": "A-1"},
        {"asset_number": "A-2", "name": "Desk", "keeper": ""},
    ]


def test_file_without_asset_numbers_says_which_column_is_missing() -> None:
    with pytest.raises(TableFileError) as caught:
        read_file(b"name,room\nDesk,101\n")
    assert (caught.value.key, caught.value.detail) == ("columns_missing", "asset number (资产编号)")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_template_holds_every_column_and_can_be_read(language: str, form: str) -> None:
    data = write_template(form, language)
    found = read_file(data)
    assert (len(found.rows), found.faults) == (2, [])
    if form == "csv":
        assert data.startswith(b"\xef\xbb\xbf")
        assert next(csv.reader(io.StringIO(data.decode("utf-8-sig")))) == list(headings_in(language).values())


def test_no_heading_means_two_columns() -> None:
    names = [name.casefold().replace(" ", "") for names in HEADINGS.values() for name in names]
    assert len(names) == len(set(names))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for prefix in (b"", HEADING.encode(), b"\xef\xbb\xbfasset number,name\n", b"PK\x03\x04", b"\xff\xfe"):
        try:
            found = read_file(prefix + data)
        except TableFileError:
            continue
        assert len(found.rows) + len({fault.row for fault in found.faults}) == found.count


WHOLE = workbook(("asset number", "name"), ("A-1", "Desk"), merged=("A2:A3",))
"""Made once: a workbook holds the time at which it was made."""


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_damaged_workbook_breaks_the_reader(data: st.DataObject) -> None:
    book = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        book[data.draw(st.integers(4, len(book) - 1))] = data.draw(st.integers(0, 255))
    with suppress(TableFileError):
        read_file(bytes(book))


@pytest.mark.parametrize(
    ("name", "level"),
    [("3F", 3), ("3楼", 3), ("Floor 12", 12), ("B1", -1), ("地下2层", -2), ("-1", -1), ("roof", None)],
)
def test_level_is_read_from_the_name_of_a_floor(name: str, level: int | None) -> None:
    assert level_of(name) == level


def test_name_that_only_another_site_uses_gets_the_sites_own_name() -> None:
    known = [KnownPlace(id="a1", name="101", is_foreign=True), KnownPlace(id="a2", name="South 102")]
    known.append(KnownPlace(id="a3", name="102", is_foreign=True))
    gazetteer = Gazetteer("South", known)
    assert gazetteer.find("101") == Place("", "South 101")
    assert gazetteer.find("１０２") == Place("a2", "South 102")
    assert gazetteer.find("103") == Place("", "103")
