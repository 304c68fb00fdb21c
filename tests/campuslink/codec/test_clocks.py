"""Meter clocks: the field frame of a CJ/T 188 water meter, and the layouts of DL/T 645-2007."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec.clocks import decode_clock, decode_week_clock, encode_clock
from campuslink.errors import CodecError


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("31 01 22 11 05 15 20", "2015-05-11T22:01:31"),
        ("31 01 22 11 05 15", "2015-05-11T22:01:31"),
        ("31 01 22", "22:01:31"),
        ("01 11 05 15", "2015-05-11"),
    ],
)
def test_length_tells_the_layout(data: str, text: str) -> None:
    assert decode_clock(bytes.fromhex(data)) == text


def test_weekday_between_time_and_date_is_left_out() -> None:
    assert decode_week_clock(bytes.fromhex("31 01 22 01 11 05 15")) == "2015-05-11T22:01:31"


@pytest.mark.parametrize("data", ["31 01 24", "60 00 00", "01 30 02 15", "01 00 00 15", "00", "00 00 00 01 01 00 00"])
def test_impossible_moments_are_refused(data: str) -> None:
    with pytest.raises(CodecError):
        decode_clock(bytes.fromhex(data))


@given(st.datetimes().filter(lambda moment: moment.year >= 100))
def test_moments_survive_the_way_out_and_back(moment) -> None:
    text = moment.replace(microsecond=0).isoformat()
    assert decode_clock(encode_clock(text, 7)) == text


@pytest.mark.parametrize(("text", "length"), [("yesterday", 7), ("2015-05-11", 7), ("22:01:31", 7), ("22:01:31", 4)])
def test_other_text_is_not_written(text: str, length: int) -> None:
    with pytest.raises(CodecError):
        encode_clock(text, length)
