"""What the shipped profiles say, against tables copied by hand from the reference documents, never from the profiles.

Rows: point, wire address, decode type, factor from the decoded number to the point's unit.
"""

import json
import re
import struct
from dataclasses import replace
from pathlib import Path

import pytest

from campuslink.model import Kind
from campuslink.profile.library import Library, load_library
from campuslink.profile.lint import lint_library
from campuslink.profile.schema import ItemRead, Protocol, RegisterRead

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "device_profiles"

type Row = tuple[str, int, str, float]


def _row(first: int, step: int, decode: str, factor: float, points: str) -> tuple[Row, ...]:
    """Points at equal distance; ``-`` leaves a place free."""
    return tuple(
        (point, first + step * place, decode, factor) for place, point in enumerate(points.split()) if point != "-"
    )


EASTRON_SINGLE_PHASE = (
    *_row(0x0000, 6, "float32", 1, "voltage current active_power apparent_power reactive_power power_factor"),
    *_row(0x0046, 2, "float32", 1, "frequency energy_import energy_export"),
    *_row(0x004C, 2, "float32", 1, "reactive_energy_import reactive_energy_export"),
    ("energy_total", 0x0156, "float32", 1),
)
SCHNEIDER_3000 = (
    *_row(0x0BB7, 2, "float32", 1, "current_l1 current_l2 current_l3"),
    *_row(0x0BD3, 2, "float32", 1, "voltage_l1 voltage_l2 voltage_l3"),
    *_row(0x0BED, 2, "float32", 1000, "active_power_l1 active_power_l2 active_power_l3 active_power"),
    *_row(0x0BFB, 8, "float32", 1000, "reactive_power apparent_power"),
    ("power_factor", 0x0C0B, "quadrant_power_factor", 1),
    ("frequency", 0x0C25, "float32", 1),
)
CARLO_GAVAZZI = (
    *_row(0x00, 2, "int32", 0.1, "voltage_l1 voltage_l2 voltage_l3"),
    *_row(0x0C, 2, "int32", 0.001, "current_l1 current_l2 current_l3"),
    *_row(0x12, 2, "int32", 0.1, "active_power_l1 active_power_l2 active_power_l3"),
    ("active_power", 0x28, "int32", 0.1),
)
ABB = (
    ("active_power", 0x5B14, "int32", 0.01),
    ("reactive_power", 0x5B1C, "int32", 0.01),
    ("apparent_power", 0x5B24, "int32", 0.01),
    ("frequency", 0x5B2C, "uint16", 0.01),
    ("power_factor", 0x5B3A, "int16", 0.001),
    *_row(0x5000, 4, "uint64", 0.01, "energy_import energy_export"),
    *_row(0x500C, 4, "uint64", 0.01, "reactive_energy_import reactive_energy_export"),
)

REGISTERS: dict[str, tuple[Row, ...]] = {
    "eastron-sdm120": EASTRON_SINGLE_PHASE,
    "eastron-sdm230": (*EASTRON_SINGLE_PHASE, ("phase_angle", 0x0024, "float32", 1)),
    "eastron-sdm630": (
        *_row(0x0000, 2, "float32", 1, "voltage_l1 voltage_l2 voltage_l3 current_l1 current_l2 current_l3"),
        *_row(0x000C, 2, "float32", 1, "active_power_l1 active_power_l2 active_power_l3"),
        *_row(0x0012, 2, "float32", 1, "apparent_power_l1 apparent_power_l2 apparent_power_l3"),
        *_row(0x0018, 2, "float32", 1, "reactive_power_l1 reactive_power_l2 reactive_power_l3"),
        *_row(0x001E, 2, "float32", 1, "power_factor_l1 power_factor_l2 power_factor_l3"),
        ("voltage", 0x002A, "float32", 1),
        *_row(0x002E, 2, "float32", 1, "current current_sum"),
        *_row(0x0034, 4, "float32", 1, "active_power apparent_power reactive_power"),
        *_row(0x003E, 4, "float32", 1, "power_factor phase_angle frequency"),
        *_row(0x0048, 2, "float32", 1, "energy_import energy_export reactive_energy_import reactive_energy_export"),
        *_row(0x00EA, 2, "float32", 1, "thd_voltage_l1 thd_voltage_l2 thd_voltage_l3"),
        *_row(0x00F0, 2, "float32", 1, "thd_current_l1 thd_current_l2 thd_current_l3"),
        *_row(0x0156, 2, "float32", 1, "energy_total - energy_import_l1 energy_import_l2 energy_import_l3"),
        *_row(0x0160, 2, "float32", 1, "energy_export_l1 energy_export_l2 energy_export_l3"),
    ),
    "chint-ddsu666": (
        *_row(0x2000, 2, "float32", 1, "voltage current"),
        *_row(0x2004, 2, "float32", 1000, "active_power reactive_power apparent_power"),
        *_row(0x200A, 4, "float32", 1, "power_factor frequency"),
        *_row(0x4000, 10, "float32", 1, "energy_import energy_export"),
    ),
    "chint-dtsu666": (
        *_row(0x101E, 2, "float32", 1, "energy_import energy_import_l1 energy_import_l2 energy_import_l3"),
        *_row(0x1028, 2, "float32", 1, "energy_export energy_export_l1 energy_export_l2 energy_export_l3"),
        *_row(0x2000, 2, "float32", 0.1, "voltage_l1_l2 voltage_l2_l3 voltage_l3_l1 voltage_l1 voltage_l2 voltage_l3"),
        *_row(0x200C, 2, "float32", 0.001, "current_l1 current_l2 current_l3"),
        *_row(0x2012, 2, "float32", 0.1, "active_power active_power_l1 active_power_l2 active_power_l3"),
        *_row(0x201A, 2, "float32", 0.1, "reactive_power reactive_power_l1 reactive_power_l2 reactive_power_l3"),
        *_row(0x202A, 2, "float32", 0.001, "power_factor power_factor_l1 power_factor_l2 power_factor_l3"),
        ("frequency", 0x2044, "float32", 0.01),
    ),
    "acrel-adl400": (
        *_row(0x0800, 2, "float32", 1, "voltage_l1 voltage_l2 voltage_l3"),
        *_row(0x080C, 2, "float32", 1, "current_l1 current_l2 current_l3"),
        *_row(0x0814, 2, "float32", 1000, "active_power_l1 active_power_l2 active_power_l3 active_power"),
        *_row(0x0822, 8, "float32", 1000, "reactive_power apparent_power"),
        *_row(0x0832, 2, "float32", 1, "power_factor frequency"),
        *_row(0x0842, 10, "uint32", 0.1, "energy_total energy_import energy_export"),
        *_row(0x084E, 2, "uint32", 0.1, "energy_import_t1 energy_import_t2 energy_import_t3 energy_import_t4"),
    ),
    "schneider-iem3155": (
        *SCHNEIDER_3000,
        *_row(0x0C83, 4, "int64", 0.001, "energy_import energy_export"),
        *_row(0x0C93, 4, "int64", 0.001, "reactive_energy_import reactive_energy_export"),
        *_row(0x0DBD, 4, "int64", 0.001, "energy_import_l1 energy_import_l2 energy_import_l3"),
    ),
    "schneider-pm5110": (
        *SCHNEIDER_3000,
        *_row(2700 - 1, 2, "float32", 1, "energy_import energy_export"),
        *_row(2708 - 1, 8, "float32", 1, "reactive_energy_import apparent_energy"),
        ("current_n", 3006 - 1, "float32", 1),
        *_row(3020 - 1, 2, "float32", 1, "voltage_l1_l2 voltage_l2_l3 voltage_l3_l1"),
        *_row(3078 - 1, 2, "quadrant_power_factor", 1, "power_factor_l1 power_factor_l2 power_factor_l3"),
        *_row(21300 - 1, 2, "float32", 1, "thd_current_l1 thd_current_l2 thd_current_l3"),
        *_row(21330 - 1, 2, "float32", 1, "thd_voltage_l1 thd_voltage_l2 thd_voltage_l3"),
    ),
    "abb-b21": (*ABB, ("voltage", 0x5B00, "uint32", 0.1), ("current", 0x5B0C, "uint32", 0.01)),
    "abb-b23": (
        *ABB,
        *_row(0x5B00, 2, "uint32", 0.1, "voltage_l1 voltage_l2 voltage_l3"),
        *_row(0x5B0C, 2, "uint32", 0.01, "current_l1 current_l2 current_l3"),
        *_row(0x5B16, 2, "int32", 0.01, "active_power_l1 active_power_l2 active_power_l3"),
        *_row(0x5B3B, 1, "int16", 0.001, "power_factor_l1 power_factor_l2 power_factor_l3"),
        *_row(0x5460, 4, "uint64", 0.01, "energy_import_l1 energy_import_l2 energy_import_l3"),
        *_row(0x546C, 4, "uint64", 0.01, "energy_export_l1 energy_export_l2 energy_export_l3"),
    ),
    "carlo-gavazzi-em340": (
        *CARLO_GAVAZZI,
        ("voltage", 0x24, "int32", 0.1),
        *_row(0x2E, 1, "int16", 0.001, "power_factor_l1 power_factor_l2 power_factor_l3 power_factor"),
        ("frequency", 0x33, "int16", 0.1),
        ("energy_import", 0x34, "int32", 0.1),
        *_row(0x40, 2, "int32", 0.1, "energy_import_l1 energy_import_l2 energy_import_l3"),
        ("energy_export", 0x4E, "int32", 0.1),
    ),
    "carlo-gavazzi-em24": (
        *CARLO_GAVAZZI,
        *_row(0x32, 1, "int16", 0.001, "power_factor_l1 power_factor_l2 power_factor_l3 power_factor"),
        ("frequency", 0x37, "int16", 0.1),
        ("energy_import", 0x42, "int32", 0.1),
        *_row(0x46, 2, "int32", 0.1, "energy_import_l1 energy_import_l2 energy_import_l3"),
        ("energy_export", 0x5C, "int32", 0.1),
    ),
    "sunspec-meter": (
        *_row(2, 1, "int16", 1, "current_sum current_l1 current_l2 current_l3"),
        *_row(7, 1, "int16", 1, "voltage voltage_l1 voltage_l2 voltage_l3"),
        *_row(12, 1, "int16", 1, "voltage_l1_l2 voltage_l2_l3 voltage_l3_l1"),
        ("frequency", 16, "int16", 1),
        *_row(18, 1, "int16", 1, "active_power active_power_l1 active_power_l2 active_power_l3"),
        *_row(23, 1, "int16", 1, "apparent_power apparent_power_l1 apparent_power_l2 apparent_power_l3"),
        *_row(28, 1, "int16", 1, "reactive_power reactive_power_l1 reactive_power_l2 reactive_power_l3"),
        *_row(33, 1, "int16", 0.01, "power_factor power_factor_l1 power_factor_l2 power_factor_l3"),
        *_row(38, 2, "uint32", 0.001, "energy_export energy_export_l1 energy_export_l2 energy_export_l3"),
        *_row(46, 2, "uint32", 0.001, "energy_import energy_import_l1 energy_import_l2 energy_import_l3"),
        ("event_flags", 105, "uint32", 1),
    ),
}
SUNSPEC_EXPONENTS = {
    "current_sum": 6, "current_l1": 6, "voltage": 15, "frequency": 17, "active_power": 22, "apparent_power": 27,
    "reactive_power": 32, "power_factor": 37, "energy_export": 54, "energy_import": 54,
}  # fmt: skip
SPACES = {"eastron": "input", "carlo": "input"}
"""Function code 4 for these brands, 3 for all others."""

type Item = tuple[str, str, int, str, float]
"""Point, data identifier, bytes, decode type, factor."""

DLT645_BOTH: tuple[Item, ...] = (
    ("energy_total", "00000000", 4, "bcd_signed", 0.01),
    ("energy_import", "00010000", 4, "bcd", 0.01),
    ("energy_import_t1", "00010100", 4, "bcd", 0.01),
    ("energy_import_t2", "00010200", 4, "bcd", 0.01),
    ("energy_import_t3", "00010300", 4, "bcd", 0.01),
    ("energy_import_t4", "00010400", 4, "bcd", 0.01),
    ("energy_export", "00020000", 4, "bcd", 0.01),
    ("active_power", "02030000", 3, "bcd_signed", 0.1),
    ("power_factor", "02060000", 2, "bcd_signed", 0.001),
    ("frequency", "02800002", 2, "bcd", 0.01),
    ("device_temperature", "02800007", 2, "bcd_signed", 0.1),
    ("serial", "04000402", 6, "bcd_digits", 1),
    ("model", "0400040B", 10, "ascii_reversed", 1),
)
ITEMS: dict[str, tuple[Item, ...]] = {
    "dlt645-2007-single-phase": (
        *DLT645_BOTH,
        ("voltage", "02010100", 2, "bcd", 0.1),
        ("current", "02020100", 3, "bcd_signed", 0.001),
    ),
    "dlt645-2007-three-phase": (
        *DLT645_BOTH,
        ("voltage_l1", "02010100", 2, "bcd", 0.1),
        ("voltage_l3", "02010300", 2, "bcd", 0.1),
        ("current_l1", "02020100", 3, "bcd_signed", 0.001),
        ("current_l3", "02020300", 3, "bcd_signed", 0.001),
        ("active_power_l2", "02030200", 3, "bcd_signed", 0.1),
        ("reactive_power", "02040000", 3, "bcd_signed", 0.1),
        ("apparent_power_l3", "02050300", 3, "bcd_signed", 0.1),
        ("power_factor_l1", "02060100", 2, "bcd_signed", 0.001),
        ("current_n", "02800001", 3, "bcd_signed", 0.001),
        ("demand", "02800004", 3, "bcd_signed", 0.1),
        ("demand_max", "01010000", 3, "bcd", 0.1),
        ("clock", "0400010C", 7, "bcd_week_clock", 1),
    ),
}

HEAT_LAYOUTS = {
    43: {
        "heat_energy_settled": 5, "heat_energy": 5, "heat_power": 4, "water_flow": 4, "water_volume": 5,
        "supply_temperature": 2, "return_temperature": 2, "operating_hours": 4, "clock": 7, "status": 2,
    },
    46: {
        "heat_energy_settled": 5, "heat_energy": 5, "heat_power": 5, "water_flow": 5, "water_volume": 5,
        "supply_temperature": 3, "return_temperature": 3, "operating_hours": 3, "clock": 7, "status": 2,
    },
}  # fmt: skip
"""By length of the data field, identifier (2) and serial (1) included: bytes of each field in order."""

ELECTRICITY_LEAST = frozenset({"active_power", "energy_import", "frequency", "power_factor"})
LEAST = {
    "cjt188-water": frozenset({"water_volume", "valve_closed", "battery_low"}),
    "cjt188-heat": frozenset({"heat_energy", "heat_power", "water_volume", "supply_temperature", "return_temperature"}),
}

SERIAL_SETTINGS = {
    "chint-ddsu666": (9600, "N", 2),
    "schneider-iem3155": (19200, "E", 1),
    "schneider-pm5110": (19200, "E", 1),
    "abb-b21": (19200, "E", 1),
    "abb-b23": (19200, "E", 1),
    "dlt645-2007-single-phase": (2400, "E", 1),
    "dlt645-2007-three-phase": (2400, "E", 1),
    "cjt188-water": (2400, "E", 1),
    "cjt188-heat": (2400, "E", 1),
}


@pytest.fixture(scope="module")
def library() -> Library:
    """Every profile of a meter; other kinds have tests of their own."""
    loaded = load_library(SHIPPED)
    meters = {profile.id: profile for profile in loaded.profiles.values() if profile.kind is Kind.METER}
    return replace(loaded, profiles=meters)


def _register(library: Library, profile_id: str, point: str) -> RegisterRead:
    read = library.profiles[profile_id].points[point].read
    assert isinstance(read, RegisterRead)
    return read


def _item(library: Library, profile_id: str, point: str) -> ItemRead:
    read = library.profiles[profile_id].points[point].read
    assert isinstance(read, ItemRead)
    return read


def test_shipped_library_has_no_problem(library: Library) -> None:
    assert [str(problem) for problem in lint_library(library, ROOT / "tests/profiles")] == []


def test_every_promised_profile_is_there(library: Library) -> None:
    assert set(library.profiles) == {*REGISTERS, *ITEMS, *LEAST}


@pytest.mark.parametrize(("profile_id", "row"), [(name, row) for name, rows in REGISTERS.items() for row in rows])
def test_register_follows_the_document(library: Library, profile_id: str, row: Row) -> None:
    name, address, decode, factor = row
    read, rule = _register(library, profile_id, name), library.profiles[profile_id].points[name].rule
    assert (read.address, rule.decode, rule.scale) == (address, decode, factor)
    assert read.space == SPACES.get(profile_id.split("-", maxsplit=1)[0], "holding")


@pytest.mark.parametrize("profile_id", ["carlo-gavazzi-em340", "carlo-gavazzi-em24"])
def test_carlo_gavazzi_sends_the_low_word_first(library: Library, profile_id: str) -> None:
    profile = library.profiles[profile_id]
    assert {point.rule.words for point in profile.points.values() if point.rule.decode == "int32"} == {"low_first"}
    assert 0.05 <= profile.transport.pause_s <= 0.1


@pytest.mark.parametrize(("point", "exponent"), SUNSPEC_EXPONENTS.items())
def test_sunspec_point_names_its_scale_factor(library: Library, point: str, exponent: int) -> None:
    assert _register(library, "sunspec-meter", point).exponent == exponent


def test_sunspec_counter_of_zero_means_not_implemented(library: Library) -> None:
    points = library.profiles["sunspec-meter"].points.values()
    assert all(0 in point.rule.missing for point in points if point.id.startswith("energy_"))
    assert all(-0x8000 in point.rule.missing for point in points if point.rule.decode == "int16")


@pytest.mark.parametrize("point", [name for name, *_ in REGISTERS["chint-dtsu666"] if "power_factor" not in name])
def test_secondary_side_values_are_multiplied_by_the_transformer_ratios(library: Library, point: str) -> None:
    wanted = {"voltage": ("pt_ratio",), "current": ("ct_ratio",), "frequency": ()}
    expected = wanted.get(point.split("_", maxsplit=1)[0], ("ct_ratio", "pt_ratio"))
    assert library.profiles["chint-dtsu666"].points[point].multiply_by == expected


@pytest.mark.parametrize(("profile_id", "row"), [(name, row) for name, rows in ITEMS.items() for row in rows])
def test_data_item_follows_the_standard(library: Library, profile_id: str, row: Item) -> None:
    name, item, length, decode, factor = row
    read, rule = _item(library, profile_id, name), library.profiles[profile_id].points[name].rule
    assert (read.item, dict(read.at)) == (item, {0: (0, length)})
    assert (rule.decode, rule.scale) == (decode, factor)


@pytest.mark.parametrize("profile_id", ITEMS)
def test_block_holds_its_items_in_order_without_gaps(library: Library, profile_id: str) -> None:
    for point in library.profiles[profile_id].points.values():
        read = point.read
        assert isinstance(read, ItemRead)
        if read.block_at is None:
            continue
        # Only energy and power blocks begin with the total, item xx xx 00 xx.
        first = 0 if read.block[:4] not in {"0201", "0202"} else 1
        place = int(read.item[4:6], 16) - first
        assert read.block == f"{read.item[:4]}FF{read.item[6:]}"
        assert read.block_at == (place * read.at[0][1], read.at[0][1])


@pytest.mark.parametrize("length", HEAT_LAYOUTS)
def test_heat_layout_follows_the_length_of_the_answer(library: Library, length: int) -> None:
    sizes = HEAT_LAYOUTS[length]
    data_bytes = length - 3
    assert sum(sizes.values()) == data_bytes
    first = 0
    for name, size in sizes.items():
        point = library.profiles["cjt188-heat"].points.get(name)
        if point is not None and isinstance(point.read, ItemRead) and data_bytes in point.read.at:
            assert point.read.at[data_bytes] == (first, size), name
        first += size


def test_water_layout_is_that_of_nineteen_bytes(library: Library) -> None:
    points = ("water_volume", "water_volume_settled", "clock", "valve_closed")
    places = [dict(_item(library, "cjt188-water", point).at) for point in points]
    assert places == [{19: (0, 5)}, {19: (5, 5)}, {19: (10, 7)}, {19: (17, 1)}]


def test_status_bits_are_valve_fault_and_battery(library: Library) -> None:
    rules = [
        library.profiles["cjt188-water"].points[name].rule for name in ("valve_closed", "valve_fault", "battery_low")
    ]
    assert [(rule.mask, rule.shift) for rule in rules] == [(1, 0), (2, 1), (4, 2)]
    assert all(rule.map == {0: False, 1: True} for rule in rules)


def test_every_profile_offers_the_least_its_kind_needs(library: Library) -> None:
    lacking = {
        profile.id: LEAST.get(profile.id, ELECTRICITY_LEAST) - set(profile.points)
        for profile in library.profiles.values()
    }
    assert not {profile_id: points for profile_id, points in lacking.items() if points}


def test_every_number_has_limits(library: Library) -> None:
    texts = {"text", "bcd_digits", "bcd_clock", "bcd_week_clock", "ascii_reversed"}
    without = [
        f"{profile.id}: {point.id}"
        for profile in library.profiles.values()
        for point in profile.points.values()
        if point.rule.range is None and not point.rule.map and point.rule.decode not in texts
    ]
    assert without == []


@pytest.mark.parametrize(("profile_id", "settings"), SERIAL_SETTINGS.items())
def test_factory_serial_settings_are_those_of_the_manual(
    library: Library, profile_id: str, settings: tuple[int, str, int]
) -> None:
    serial = library.profiles[profile_id].transport.serial
    assert (serial.baudrate, serial.parity, serial.stopbits) == settings


def test_exact_marks_are_the_published_codes(library: Library) -> None:
    marks = {
        profile.id: {value for mark in profile.identify.exact for value in mark.equals}
        for profile in library.profiles.values()
        if profile.identify.exact
    }
    abb = {name: struct.unpack(">I", name.encode())[0] for name in ("B21 ", "B23 ", "B24 ")}
    assert marks["abb-b21"] == {abb["B21 "]}
    assert marks["abb-b23"] == {abb["B23 "], abb["B24 "]}
    assert marks["carlo-gavazzi-em24"] == {71, 72, 73}
    assert {*range(1648, 1654), 341} <= marks["carlo-gavazzi-em340"]
    assert marks["carlo-gavazzi-em340"].isdisjoint({338, 348})
    assert 15270 in marks["schneider-pm5110"]
    # The first two registers of an iEM3255's model text, read from a device: 26949, 19763.
    assert marks["schneider-iem3155"] == {26949 << 16 | 19763}


def test_caveat_in_one_language_is_there_in_the_other(library: Library) -> None:
    for profile in library.profiles.values():
        for caveat in profile.caveats:
            assert caveat.text.en.lower().count("unverified") == caveat.text.zh_hans.count("未经核实")
            assert re.search("[一-鿿]", caveat.text.zh_hans)


def test_every_profile_has_a_recording_of_its_own_protocol(library: Library) -> None:
    for profile in library.profiles.values():
        folders = [file.parent for file in (ROOT / "tests/profiles" / profile.id).glob("*/recording.json")]
        assert folders, profile.id
        for folder in folders:
            data = json.loads((folder / "recording.json").read_text("utf-8"))
            assert (data["profile"], Protocol(data["protocol"])) == (profile.id, profile.transport.protocol)
            assert data["synthetic"] is folder.name.startswith("synthetic-")


def test_profiles_are_all_of_the_kind_their_folder_names() -> None:
    profiles = load_library(SHIPPED).profiles.values()
    assert [profile.id for profile in profiles if Path(profile.file).parent.name != profile.kind] == []
