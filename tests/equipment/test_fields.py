"""What people type into the fields of an asset."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.equipment.rules.asset import Asset, AssetState, edit, number_key, take_told
from custom_components.smart_campus.equipment.rules.fields import FieldError, needs_approval, read_field, read_values
from custom_components.smart_campus.sheets.rules.faults import CellError

ASSET = Asset(asset_id="a", site="site1", name="Projector")


@pytest.mark.parametrize(
    "text", ["2026-09-01", "2026/9/1", "2026.09.01", "2026年9月1日", " 2026-09-01 00:00:00 ", "2026-09-01T00:00:00"]
)
def test_date_is_read_as_people_and_programs_write_it(text: str) -> None:
    assert read_field("purchased_on", text) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("field", "text", "key"),
    [
        ("purchased_on", "soon", "cell_no_date"),
        ("purchased_on", "2026-02-30", "cell_no_date"),
        ("purchased_on", "0026-09-01", "cell_date_far"),
        ("purchased_on", "45900", "cell_no_date"),
        ("state", "broken", "cell_no_state"),
        ("kind", "chair", "cell_no_kind"),
        ("asset_number", "1" * 65, "cell_too_long"),
        ("note", "字" * 1001, "cell_too_long"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(field: str, text: str, key: str) -> None:
    with pytest.raises(FieldError) as caught:
        read_values({field: text})
    assert (caught.value.field, caught.value.fault.key) == (field, key)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("in_use", "in_use"),
        ("In use", "in_use"),
        ("在用", "in_use"),
        ("借出", "lent"),
        ("维修中", "in_repair"),
        ("报废", "retired"),
    ],
)
def test_state_has_words_in_both_languages(text: str, state: str) -> None:
    assert read_field("state", text) == AssetState(state)


@pytest.mark.parametrize(
    ("text", "kind"), [("Projector", "projector"), ("投影仪", "projector"), ("", ""), ("表计", "meter")]
)
def test_kind_has_words_in_both_languages(text: str, kind: str) -> None:
    assert read_field("kind", text) == kind


def test_paths_are_no_equipment() -> None:
    with pytest.raises(CellError):
        read_field("kind", "probe")


def test_asset_numbers_are_the_same_whatever_the_keyboard() -> None:
    assert number_key("ａ－１ ２") == number_key("A-12")


@pytest.mark.parametrize(
    ("old", "new", "needed"),
    [
        ("in_use", "in_repair", False),
        ("in_repair", "in_use", False),
        ("in_use", "lent", True),
        ("in_use", "retired", True),
        ("lent", "in_use", True),
        ("retired", "in_repair", True),
        ("lent", "lent", False),
    ],
)
def test_lending_and_retiring_need_an_approval_both_ways(old: str, new: str, needed: bool) -> None:
    asset = Asset(asset_id="a", site="site1", state=AssetState(old))
    assert needs_approval(asset, AssetState(new)) is needed


def test_what_a_person_wrote_wins_over_what_the_device_tells() -> None:
    asset = take_told(edit(ASSET, {"serial": "S1"}), {"serial": "S2", "model": "EB-X05", "firmware": None})
    assert (asset.serial, asset.model, asset.firmware) == ("S1", "EB-X05", "")
    assert asset.differs == {"serial": "S2"}


def test_field_that_is_emptied_goes_by_the_device_again() -> None:
    asset = take_told(edit(ASSET, {"serial": "S1"}), {"serial": "S2"})
    asset = edit(asset, {"serial": ""})
    assert (asset.serial, asset.own_fields) == ("S2", frozenset({"name"}) & asset.own_fields)
    assert take_told(asset, {"serial": "S3"}).serial == "S3"


def test_device_that_tells_nothing_new_changes_nothing() -> None:
    asset = take_told(ASSET, {"model": "EB-X05"})
    assert take_told(asset, {"model": "EB-X05", "serial": ""}) is asset


@given(st.dictionaries(st.sampled_from(["name", "note", "kind", "state", "purchased_on", "asset_number"]), st.text()))
def test_no_text_breaks_the_fields(entered: dict[str, str]) -> None:
    try:
        values = read_values(entered)
    except FieldError:
        return
    asset = edit(ASSET, values)
    assert Asset.from_json(asset.to_json()) == asset
