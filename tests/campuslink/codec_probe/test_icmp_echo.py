"""ICMP echo against the RFCs' own numbers and against icmplib, which is not ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icmplib.sockets import ICMPv4Socket, ICMPv6Socket

from campuslink.codec.icmp_echo import (
    IPV4,
    IPV6,
    EchoReply,
    checksum,
    decode_echo_reply,
    encode_echo_request,
    strip_ipv4_header,
)


def packet_of_icmplib(kind: type, identifier: int, sequence: int, payload: bytes) -> bytes:
    sealed = kind.__new__(kind)
    sealed._sock = None
    return sealed._create_packet(identifier, sequence, payload)


def reply_to(identifier: int, sequence: int, payload: bytes) -> bytes:
    body = identifier.to_bytes(2) + sequence.to_bytes(2) + payload
    return b"\x00\x00" + checksum(b"\x00\x00\x00\x00" + body).to_bytes(2) + body


def test_checksum_is_that_of_the_rfc() -> None:
    # RFC 1071 section 3: the sum of these words is ddf2; the checksum is its complement.
    assert checksum(bytes.fromhex("0001f203f4f5f6f7")) == 0xDDF2 ^ 0xFFFF


def test_checksum_of_an_odd_length_adds_a_zero_byte() -> None:
    assert checksum(bytes.fromhex("0001f203f4")) == checksum(bytes.fromhex("0001f203f400"))


@given(st.integers(0, 0xFFFF), st.integers(0, 0xFFFF), st.binary(max_size=64))
def test_ipv4_request_is_that_of_icmplib(identifier: int, sequence: int, payload: bytes) -> None:
    theirs = packet_of_icmplib(ICMPv4Socket, identifier, sequence, payload)
    assert encode_echo_request(IPV4, identifier, sequence, payload) == theirs


def test_ipv6_request_leaves_the_checksum_to_the_system() -> None:
    theirs = packet_of_icmplib(ICMPv6Socket, 7, 9, b"data")
    ours = encode_echo_request(IPV6, 7, 9, b"data")
    assert ours[2:4] == b"\x00\x00"
    assert ours[:2] + ours[4:] == theirs[:2] + theirs[4:]


def test_reply_gives_back_what_was_sent() -> None:
    assert decode_echo_reply(IPV4, reply_to(1, 2, b"abc")) == EchoReply(1, 2, b"abc")
    assert decode_echo_reply(IPV6, b"\x81\x00\x12\x34\x00\x01\x00\x02abc") == EchoReply(1, 2, b"abc")


@pytest.mark.parametrize("position", range(11))
def test_reply_with_one_changed_byte_is_no_reply(position: int) -> None:
    sound = bytearray(reply_to(1, 2, b"abc"))
    sound[position] ^= 0x20
    assert decode_echo_reply(IPV4, bytes(sound)) is None


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\x00" * 7,
        encode_echo_request(IPV4, 1, 2, b""),
        b"\x03\x01\xfc\xfe" + b"\x00" * 4,
        b"\x0b\x00\xf4\xff" + b"\x00" * 4,
    ],
    ids=["nothing", "too short", "our own request", "destination unreachable", "time exceeded"],
)
def test_other_icmp_is_no_reply(message: bytes) -> None:
    assert decode_echo_reply(IPV4, message) is None


@given(st.binary(max_size=80))
def test_any_bytes_are_a_reply_or_none(packet: bytes) -> None:
    for version in (IPV4, IPV6):
        assert isinstance(decode_echo_reply(version, strip_ipv4_header(packet)), EchoReply | None)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("4500001c00004000400100007f0000017f000001", b"rest"),
        ("4600002000004000400100007f0000017f00000101010101", b"rest"),
        ("4500001c00004000401100007f0000017f000001", b""),
        ("6500001c00004000400100007f0000017f000001", b""),
        ("4400001c00004000400100007f0000017f000001", b""),
    ],
    ids=["plain", "with options", "UDP", "version 6", "header too short"],
)
def test_message_begins_behind_the_ip_header(header: str, message: bytes) -> None:
    assert strip_ipv4_header(bytes.fromhex(header) + b"rest") == message
