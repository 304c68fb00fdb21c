"""Addresses of both meter protocols: printed digits, low byte first on the wire, AA for any."""

import pytest

from campuslink.codec.meter_frame import decode_address, encode_address, matches_address


def test_printed_address_goes_low_byte_first():
    assert encode_address("202311150001", 6) == bytes.fromhex("01 00 15 11 23 20")
    assert decode_address(bytes.fromhex("44 33 22 11 00 33 78")) == "78330011223344"


@pytest.mark.parametrize(
    ("wanted", "actual", "fits"),
    [
        ("202311150001", "202311150001", True),
        ("202311150001", "202311150002", False),
        ("AAAAAAAAAAAA", "202311150001", True),
        ("aaaaaaaaaaaa", "202311150001", True),
        ("AAAAAAAA0001", "202311150001", True),
        ("AAAAAAAA0001", "202311150002", False),
        ("AAAAAAAAAAAA", "78330011223344", False),
    ],
)
def test_pair_aa_stands_for_any_pair_of_digits(wanted, actual, fits):
    assert matches_address(wanted, actual) is fits
