"""What spreadsheet programs leave in a workbook besides values."""

import pytest

from custom_components.smart_campus.sheets.rules.table_file import TableFileError, TableRow, read_table

from .books import rewritten, workbook


def cells(data: bytes) -> list[list[str]]:
    return [list(row.cells) for row in read_table(data)]


def test_merged_cell_counts_for_every_row_and_column_it_covers() -> None:
    data = workbook(
        ("number", "room", "floor"),
        ("A1", "101", "1F"),
        ("A2", None, None),
        ("A3", "102", None),
        merged=("B2:B3", "C2:C4"),
    )
    assert cells(data)[1:] == [["A1", "101", "1F"], ["A2", "101", "1F"], ["A3", "102", "1F"]]


def test_cells_that_are_empty_without_being_merged_stay_empty() -> None:
    assert cells(workbook(("a", "b"), ("x", "y"), (None, "z"))) == [["a", "b"], ["x", "y"], ["", "z"]]


def test_merged_range_beyond_the_table_is_no_trouble() -> None:
    data = rewritten(workbook(("a",), ("b", "c"), merged=("A2:A3",)), b"A2:A3", b"A2:XFD1048576")
    assert cells(data)[1][:2] == ["b", "c"]


def test_formula_counts_as_the_result_the_program_stored() -> None:
    data = rewritten(workbook(("number",), ("=1+1",)), b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    assert read_table(data)[1] == TableRow(2, ["2"])


def test_formula_without_a_result_is_told_apart_from_an_empty_cell() -> None:
    assert read_table(workbook(("number", "name"), ("=1+1", None)))[1] == TableRow(2, [], frozenset({0}))


def test_ten_megabytes_in_one_cell_of_a_small_workbook_are_cut() -> None:
    data = rewritten(workbook(("name",), ("mark",)), b"mark", b"x" * 10_000_000)
    assert len(data) < 100_000
    assert cells(data)[1] == ["x" * 300]


def test_ten_megabytes_in_one_cell_of_a_text_file_are_refused() -> None:
    with pytest.raises(TableFileError) as caught:
        read_table(b'name\n"' + b"x" * 10_000_000 + b'"\n')
    assert (caught.value.key, caught.value.detail) == ("file_too_large", "8")


def test_cell_longer_than_any_text_is_refused_with_its_row() -> None:
    with pytest.raises(TableFileError) as caught:
        read_table(b'name\na\n"' + b"x" * 140_000 + b'"\n')
    assert (caught.value.key, caught.value.detail) == ("file_cell_too_long", "3")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_text_of_spreadsheet_programs_is_read(encoding: str) -> None:
    mark = "" if encoding == "utf-16" else "\ufeff"
    assert cells(f"{mark}名称\t房间\n投影机\t101\n".encode(encoding)) == [["名称", "房间"], ["投影机", "101"]]
