"""The value pipeline: qualities, steps in their order, and the way back."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec.decoders import DECODERS, Carrier
from campuslink.codec.pipeline import ValueRule, apply, invert
from campuslink.errors import CodecError, NotWritableError
from campuslink.model import Quality

ABSENT = (None, Quality.ABSENT)
OUT_OF_RANGE = (None, Quality.OUT_OF_RANGE)


def good(value):
    return (value, Quality.GOOD)


def test_tenths_are_exact_to_the_last_digit() -> None:
    assert apply(ValueRule(decode="uint16", scale=0.1), [3]) == good(0.3)


def test_low_word_first_swaps_words_not_bytes() -> None:
    assert apply(ValueRule(decode="int32", words="low_first"), [0x5678, 0x1234]) == good(0x12345678)


def test_mask_comes_before_shift_and_both_before_scale() -> None:
    rule = ValueRule(decode="uint16", mask=0x0FF0, shift=4, scale=0.5, offset=-1)
    assert apply(rule, [0xA12B]) == good(0x12 * 0.5 - 1)


def test_profiles_sentinel_is_compared_with_the_decoded_number() -> None:
    rule = ValueRule(decode="int32", scale=0.01, missing=frozenset({0x7FFFFFFF}), range=(-1e9, 1e9))
    assert apply(rule, [0x7FFF, 0xFFFF]) == ABSENT


@pytest.mark.parametrize("raw", [[0x7FC0, 0], [0xFFC0, 0], [0x7F80, 0], [0xFF80, 0]])
def test_floats_that_are_no_number_are_absent(raw) -> None:
    assert apply(ValueRule(decode="float32", range=(0, 500)), raw) == ABSENT


@pytest.mark.parametrize(("raw", "quality"), [(0, "good"), (5000, "good"), (5001, "out_of_range")])
def test_limits_belong_to_the_range(raw: int, quality: str) -> None:
    assert apply(ValueRule(decode="uint16", scale=0.1, range=(0, 500)), [raw])[1] == quality


def test_value_beyond_the_range_is_withheld() -> None:
    assert apply(ValueRule(decode="int16", range=(0, 10)), [0xFFFF]) == OUT_OF_RANGE


def test_raw_value_no_map_names_is_out_of_range() -> None:
    rule = ValueRule(decode="uint16", map={0: "off", 1: "on"})
    assert (apply(rule, [1]), apply(rule, [2])) == (good("on"), OUT_OF_RANGE)


def test_status_bit_becomes_true_or_false() -> None:
    rule = ValueRule(decode="bytes_uint", mask=0x04, shift=2, map={0: False, 1: True})
    assert (apply(rule, b"\x24"), apply(rule, b"\x20")) == (good(True), good(False))


@pytest.mark.parametrize(("exponent", "value"), [(0, 2305), (-1, 230.5), (0xFFFF, 230.5), (1, 23050)])
def test_scale_factor_is_a_signed_power_of_ten(exponent: int, value: float) -> None:
    assert apply(ValueRule(decode="int16"), [2305], exponent=exponent) == good(value)


@pytest.mark.parametrize("exponent", [0x8000, 11, -11, 0x7FFF])
def test_scale_factor_that_is_not_implemented_makes_the_value_absent(exponent: int) -> None:
    assert apply(ValueRule(decode="int16"), [2305], exponent=exponent) == ABSENT


def test_ratio_multiplies_before_the_range_is_checked() -> None:
    rule = ValueRule(decode="uint16", scale=0.01, range=(0, 1000))
    assert apply(rule, [500], factor=40) == good(200)


@pytest.mark.parametrize("raw", ["0A 00 00 00 2C", "00 00 00 00 EE", "00 00 00 00 05"])
def test_bytes_that_are_not_of_the_type_are_out_of_range(raw: str) -> None:
    assert apply(ValueRule(decode="bcd_unit", unit="m³"), bytes.fromhex(raw)) == OUT_OF_RANGE


def test_field_frame_of_a_water_meter_is_in_cubic_metres() -> None:
    rule = ValueRule(decode="bcd_unit", unit="m³", scale=0.01, range=(0, 99999999))
    assert apply(rule, bytes.fromhex("007766552C")) == good(556677.0)


@pytest.mark.parametrize(("decode", "raw"), [("uint32", [1]), ("uint16", []), ("bcd", b""), ("bytes_uint", b"0" * 9)])
def test_slice_of_the_wrong_length_is_refused(decode: str, raw) -> None:
    with pytest.raises(CodecError):
        apply(ValueRule(decode=decode), raw)


@pytest.mark.parametrize(
    "steps",
    [{"decode": "uint17"}, {"decode": "float32", "mask": 1}, {"decode": "uint16", "scale": 0}, {"decode": "bcd_unit"}],
)
def test_steps_that_do_not_go_together_are_refused_at_once(steps) -> None:
    with pytest.raises(CodecError):
        ValueRule(**steps)


@st.composite
def rules_and_raw(draw):
    name = draw(st.sampled_from(sorted(DECODERS)))
    kind = DECODERS[name]
    top = 0xFFFF if kind.carrier is Carrier.REGISTERS else 0xFF
    low, high = (kind.length, kind.length) if kind.length else (1, kind.max_length)
    rule = ValueRule(
        decode=name,
        words=draw(st.sampled_from(["high_first", "low_first"])),
        scale=draw(st.sampled_from([1, 0.1, 0.001, 1000, -2.5, 1e12, 1e-12])),
        offset=draw(st.sampled_from([0, -40, 1e6])),
        range=draw(st.none() | st.just((-1000.0, 1000.0))),
        map=draw(st.sampled_from([{}, {0: "off", "A": "on"}])),
        unit="kWh",
    )
    return rule, draw(st.lists(st.integers(0, top), min_size=low, max_size=high))


@given(rules_and_raw(), st.integers(0, 0xFFFF), st.floats(1, 10000))
def test_no_answer_of_the_right_length_raises(pair, exponent: int, factor: float) -> None:
    value, quality = apply(*pair, exponent=exponent, factor=factor)
    assert quality in {Quality.GOOD, Quality.ABSENT, Quality.OUT_OF_RANGE}
    assert (value is None) == (quality is not Quality.GOOD)
    assert not isinstance(value, float) or math.isfinite(value)


@given(
    raw=st.integers(0, 0xFFFE),
    scale=st.sampled_from([1, 0.1, 0.01, 10, 2.5]),
    offset=st.sampled_from([0, -40, 7]),
    exponent=st.integers(-3, 3),
)
def test_numbers_survive_the_way_out_and_back(raw: int, scale: float, offset: float, exponent: int) -> None:
    rule = ValueRule(decode="uint16", scale=scale, offset=offset)
    value, _ = apply(rule, [raw], exponent=exponent, factor=4)
    assert list(invert(rule, value, exponent=exponent, factor=4)) == [raw]


@given(st.integers(0, 2**32 - 2), st.sampled_from(["high_first", "low_first"]))
def test_word_order_survives_the_way_out_and_back(number: int, words: str) -> None:
    rule = ValueRule(decode="uint32", words=words)
    assert apply(rule, invert(rule, number)) == good(number)


def test_word_is_written_as_the_number_its_map_names() -> None:
    rule = ValueRule(decode="uint16", mask=0xF0, shift=4, map={0: "off", 1: "on"})
    assert list(invert(rule, "on")) == [0x10]


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        (ValueRule(decode="uint16", range=(0, 10)), 11),
        (ValueRule(decode="uint16"), 70000),
        (ValueRule(decode="uint16"), -1),
        (ValueRule(decode="uint16"), math.nan),
        (ValueRule(decode="uint16"), True),
        (ValueRule(decode="uint16"), "on"),
        (ValueRule(decode="uint16"), None),
        (ValueRule(decode="text"), 5),
        (ValueRule(decode="text"), "no length is known"),
        (ValueRule(decode="uint16", mask=1, map={0: "off", 2: "on"}), "on"),
        (ValueRule(decode="uint16", map={0: "off", 1: "on"}), "open"),
        (ValueRule(decode="uint16", map={0: "off", 1: "off"}), "off"),
        (ValueRule(decode="bcd_unit", unit="kWh"), 5),
    ],
)
def test_values_that_do_not_fit_are_not_written(rule: ValueRule, value) -> None:
    with pytest.raises(NotWritableError):
        invert(rule, value)


@given(value=st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5))
@pytest.mark.parametrize("name", sorted(set(DECODERS) - {"bcd_unit"}))
def test_any_value_is_written_or_refused(name: str, value) -> None:
    try:
        raw = invert(ValueRule(decode=name), value, length=2)
    except NotWritableError:
        return
    assert len(raw) == (DECODERS[name].length or 2)
