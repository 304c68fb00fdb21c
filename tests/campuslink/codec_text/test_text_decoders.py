"""Values in text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec.decoders import DECODERS, Carrier
from campuslink.codec.pipeline import ValueRule, apply
from campuslink.model import Quality, Value

NAMES = sorted(name for name, kind in DECODERS.items() if kind.carrier is Carrier.TEXT)


@pytest.mark.parametrize(
    ("decode", "text", "value"),
    [
        ("ascii_integer", "01200", 1200),
        ("ascii_integer", "-5", -5),
        ("ascii_decimal", "21.50", 21.5),
        ("ascii_decimal", "7", 7.0),
        ("ascii_digits", "Class 1", 1),
        ("utf8", " HDMI 教室 ", "HDMI 教室"),
        ("word", "ON", "on"),
    ],
)
def test_text_becomes_a_value(decode: str, text: str, value: Value) -> None:
    assert apply(ValueRule(decode=decode), text.encode()) == (value, Quality.GOOD)


@pytest.mark.parametrize(
    ("decode", "text"),
    [
        ("ascii_integer", "12h"),
        ("ascii_integer", "1" * 16),
        ("ascii_integer", "१२"),
        ("ascii_decimal", "1e400"),
        ("ascii_decimal", "nan"),
        ("ascii_digits", "none"),
    ],
)
def test_what_is_no_number_is_withheld(decode: str, text: str) -> None:
    assert apply(ValueRule(decode=decode), text.encode()) == (None, Quality.OUT_OF_RANGE)


@pytest.mark.parametrize("decode", ["utf8", "word"])
def test_blanks_are_absent(decode: str) -> None:
    assert apply(ValueRule(decode=decode), b"  ") == (None, Quality.ABSENT)


@given(st.sampled_from(NAMES), st.binary(min_size=1, max_size=512))
def test_any_bytes_have_an_outcome(decode: str, raw: bytes) -> None:
    value, quality = apply(ValueRule(decode=decode), raw)
    assert (value is None) is (quality is not Quality.GOOD)
