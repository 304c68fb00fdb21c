"""OCTET STRINGs as text, in the encodings of the standards that define them."""

import pytest

from campuslink.codec.octets import LONGEST_TEXT, decode_mac, decode_octets
from campuslink.errors import CodecError


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("101 教室".encode(), "101 教室"),
        ("101 教室".encode("gbk"), "101 教室"),
        (b"Gi1/0/1\x00", "Gi1/0/1"),
        (b"two\r\nlines\tand\x1bescape", "two lines and escape"),
        ("right\u202eto left".encode(), "right to left"),
        (b"caf\xe9", "café"),
        (b"\x00\x07 ", None),
        (b"", None),
    ],
)
def test_text_is_read_in_the_encoding_that_fits(raw: bytes, text: str | None) -> None:
    assert decode_octets(raw) == text


def test_long_text_is_cut_without_breaking_a_character() -> None:
    for shift in range(4):
        text = decode_octets(b"x" * shift + "教".encode() * 20_000)
        assert text is not None
        assert len(text) == LONGEST_TEXT
        assert set(text) <= {"x", "教"}


def test_mac_address_has_six_bytes_and_is_not_all_zeros() -> None:
    assert decode_mac(bytes.fromhex("00005E005301")) == "00:00:5e:00:53:01"
    assert decode_mac(bytes(6)) is None
    with pytest.raises(CodecError):
        decode_mac(b"abc")
