"""Packed decimal, against the printed examples of DL/T 645-2007."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec.bcd import (
    decode_bcd,
    decode_bcd_digits,
    decode_bcd_signed,
    encode_bcd,
    encode_bcd_digits,
    encode_bcd_signed,
)
from campuslink.errors import CodecError


@pytest.mark.parametrize(
    ("data", "number"),
    [("67 45 23 01", 1234567), ("05 23", 2305), ("00", 0), ("99 99 99 99", 99999999)],
)
def test_unsigned_digits_come_low_byte_first(data: str, number: int) -> None:
    assert decode_bcd(bytes.fromhex(data)) == number


@pytest.mark.parametrize(("data", "number"), [("45 23 81", -12345), ("45 23 01", 12345), ("00 80", 0)])
def test_top_bit_of_the_highest_byte_is_the_sign(data: str, number: int) -> None:
    assert decode_bcd_signed(bytes.fromhex(data)) == number


def test_address_digits_keep_leading_zeros() -> None:
    assert decode_bcd_digits(bytes.fromhex("01 00 15 11 23 00")) == "002311150001"


def test_printed_address_is_sent_low_byte_first() -> None:
    assert encode_bcd_digits("202311150001") == bytes.fromhex("01 00 15 11 23 20")


@pytest.mark.parametrize("data", ["0A", "A0", "12 F3", "FF FF"])
@pytest.mark.parametrize("decode", [decode_bcd, decode_bcd_digits])
def test_nibbles_above_nine_are_refused(decode, data: str) -> None:
    with pytest.raises(CodecError):
        decode(bytes.fromhex(data))


@pytest.mark.parametrize("decode", [decode_bcd, decode_bcd_signed, decode_bcd_digits])
def test_an_empty_slice_is_refused(decode) -> None:
    with pytest.raises(CodecError):
        decode(b"")


@pytest.mark.parametrize(
    ("encode", "value"),
    [(encode_bcd, 10000), (encode_bcd, -1), (encode_bcd_signed, 8000), (encode_bcd_signed, -10000)],
)
def test_numbers_that_do_not_fit_are_refused(encode, value: int) -> None:
    with pytest.raises(CodecError):
        encode(value, 2)


@pytest.mark.parametrize("digits", ["123", "12a4", "\u0661\u0662", ""])
def test_text_that_is_no_even_number_of_digits_is_refused(digits: str) -> None:
    with pytest.raises(CodecError):
        encode_bcd_digits(digits)


@given(st.integers(0, 10**12 - 1))
def test_unsigned_numbers_survive_the_way_out_and_back(number: int) -> None:
    assert decode_bcd(encode_bcd(number, 6)) == number


@given(st.integers(-799999, 799999))
def test_signed_numbers_survive_the_way_out_and_back(number: int) -> None:
    assert decode_bcd_signed(encode_bcd_signed(number, 3)) == number


@given(st.binary(min_size=1, max_size=16))
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        digits = decode_bcd_digits(data)
    except CodecError:
        return
    assert encode_bcd_digits(digits) == data
