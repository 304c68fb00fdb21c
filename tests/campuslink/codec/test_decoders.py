"""Decode types against IEEE 754, the Modbus specification and the meters' documents."""

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec.decoders import DECODERS, Carrier
from campuslink.errors import CodecError


def decode(name: str, raw, unit: str | None = None):
    return DECODERS[name].build(unit)(raw)


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("uint16", [0xFFFE], 65534),
        ("int16", [0xFFFF], -1),
        ("int16", [0x8000], -32768),
        ("uint32", [0x0001, 0x0000], 65536),
        ("int32", [0xFFFF, 0xFFFE], -2),
        ("uint64", [0, 0, 1, 2], 65538),
        ("int64", [0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF], -1),
        ("float32", [0x4366, 0x3333], struct.unpack(">f", bytes.fromhex("43663333"))[0]),
        ("float64", [0x4009, 0x21FB, 0x5444, 0x2D18], math.pi),
        ("bits", [0xFFFF], 0xFFFF),
        ("bits", [1], 1),
        ("text", [0x5344, 0x4D36, 0x3330, 0x0000], "SDM630"),
        ("bcd", bytes.fromhex("67452301"), 1234567),
        ("bcd_signed", bytes.fromhex("452381"), -12345),
        ("bcd_digits", bytes.fromhex("010015112320"), "202311150001"),
        ("bcd_clock", bytes.fromhex("31012211051520"), "2015-05-11T22:01:31"),
        ("ascii_reversed", b"\x00\x0004-6UDSD", "DSDU6-40"),
        ("bytes_uint", bytes.fromhex("2184"), 0x8421),
    ],
)
def test_types_read_what_their_documents_print(name: str, raw, value) -> None:
    assert decode(name, raw) == value


@pytest.mark.parametrize(
    ("coded", "factor"),
    [(0.95, 0.95), (-0.95, -0.95), (1.0, 1.0), (1.25, 0.75), (-1.25, -0.75), (2.0, 0.0)],
)
def test_leading_power_factor_is_counted_back_from_two(coded: float, factor: float) -> None:
    raw = struct.unpack(">2H", struct.pack(">f", coded))
    assert decode("quadrant_power_factor", raw) == pytest.approx(factor)


def test_power_factor_beyond_two_is_refused() -> None:
    with pytest.raises(CodecError):
        decode("quadrant_power_factor", struct.unpack(">2H", struct.pack(">f", 2.5)))


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("float32", [0x7FC0, 0]),
        ("float32", [0xFFC0, 0]),
        ("float32", [0x7F80, 0]),
        ("float64", [0x7FF8, 0, 0, 0]),
        ("quadrant_power_factor", [0x7FC0, 0]),
        ("uint16", [0xFFFF]),
        ("uint32", [0xFFFF, 0xFFFF]),
        ("uint64", [0xFFFF] * 4),
        ("bcd", b"\xff\xff"),
        ("bcd_signed", b"\xff\xff\xff"),
        ("bcd_clock", b"\xff" * 7),
        ("text", [0, 0]),
        ("text", [0x2020]),
        ("ascii_reversed", b"\xff" * 10),
    ],
)
def test_what_always_means_no_such_value_is_none(name: str, raw) -> None:
    assert decode(name, raw) is None


@pytest.mark.parametrize(
    ("raw", "unit", "value"),
    [
        ("00 77 66 55 2C", "m³", 55667700),
        ("34 12 00 00 29", "m³", 1.234),
        ("00 01 00 00 05", "kWh", 100),
        ("00 01 00 00 08", "kWh", 100000),
        ("36 00 00 00 11", "kWh", 10000),
        ("01 00 00 17", "W", 1000),
        ("01 00 00 1A", "kW", 1000),
        ("00 36 00 40", "W", 1),
        ("50 12 00 32", "m³/h", 1.25),
    ],
)
def test_unit_byte_converts_to_the_points_unit(raw: str, unit: str, value: float) -> None:
    assert decode("bcd_unit", bytes.fromhex(raw), unit) == pytest.approx(value)


@pytest.mark.parametrize("raw", ["00 00 00 00 FE", "00 00 00 00 05", "0A 00 00 00 2C", "2C"])
def test_unit_bytes_that_are_unknown_or_of_another_quantity_are_refused(raw: str) -> None:
    with pytest.raises(CodecError):
        decode("bcd_unit", bytes.fromhex(raw), "m³")


def test_unit_without_conversion_is_refused_before_any_value() -> None:
    with pytest.raises(CodecError):
        DECODERS["bcd_unit"].build("V")


_INTEGERS = {"uint16": (0, 2**16 - 2), "int16": (-(2**15), 2**15 - 1), "uint32": (0, 2**32 - 2)}
_INTEGERS |= {"int32": (-(2**31), 2**31 - 1), "uint64": (0, 2**64 - 2), "int64": (-(2**63), 2**63 - 1)}


@pytest.mark.parametrize("name", _INTEGERS)
@given(data=st.data())
def test_integers_survive_the_way_out_and_back(name: str, data) -> None:
    value = data.draw(st.integers(*_INTEGERS[name]))
    kind = DECODERS[name]
    assert decode(name, kind.encode(value, kind.length)) == value


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_single_floats_survive_the_way_out_and_back(value: float) -> None:
    assert decode("float32", DECODERS["float32"].encode(value, 2)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_double_floats_survive_the_way_out_and_back(value: float) -> None:
    assert decode("float64", DECODERS["float64"].encode(value, 4)) == value


@given(st.floats(-1, 1, width=32))
def test_power_factors_survive_the_way_out_and_back(value: float) -> None:
    assert decode("quadrant_power_factor", DECODERS["quadrant_power_factor"].encode(value, 2)) == value


_PRINTABLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=12)


@pytest.mark.parametrize(("name", "length"), [("text", 6), ("ascii_reversed", 12)])
@given(value=_PRINTABLE)
def test_text_survives_the_way_out_and_back(name: str, length: int, value: str) -> None:
    assert decode(name, DECODERS[name].encode(value, length)) == value


@given(st.integers(0, 2**32 - 1))
def test_byte_numbers_survive_the_way_out_and_back(value: int) -> None:
    assert decode("bytes_uint", DECODERS["bytes_uint"].encode(value, 4)) == value


@given(st.integers(0, 10**12 - 1))
def test_digits_survive_the_way_out_and_back(value: int) -> None:
    text = f"{value:012d}"
    assert decode("bcd_digits", DECODERS["bcd_digits"].encode(text, 6)) == text


def _any_raw(name: str):
    kind = DECODERS[name]
    top = 0xFFFF if kind.carrier is Carrier.REGISTERS else 0xFF
    low, high = (kind.length, kind.length) if kind.length else (1, kind.max_length)
    return st.lists(st.integers(0, top), min_size=low, max_size=high)


@pytest.mark.parametrize("name", DECODERS)
@given(data=st.data())
def test_any_raw_slice_decodes_or_is_refused(name: str, data) -> None:
    raw = data.draw(_any_raw(name))
    try:
        value = decode(name, raw, "kWh")
    except CodecError:
        return
    assert value is None or isinstance(value, str) or math.isfinite(value)
