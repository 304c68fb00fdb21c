"""DNS messages written by hand after RFC 1035, and messages nobody honest sends."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec.dns_message import DnsAnswer, decode_answer, make_question
from campuslink.errors import CodecError

# RFC 1035 section 4.1.4 spells this name out, byte by byte.
F_ISI_ARPA = bytes.fromhex("014603495349044152504100")
QUESTION = make_question(0x1234, "f.isi.arpa", "A")
POINTER_TO_NAME = b"\xc0\x0c"


def message(*records: bytes, flags: int = 0x8180, name: bytes = F_ISI_ARPA, record_type: int = 1, count=None) -> bytes:
    head = struct.pack("!6H", 0x1234, flags, 1, len(records) if count is None else count, 0, 0)
    return head + name + struct.pack("!2H", record_type, 1) + b"".join(records)


def record(data: bytes, *, owner: bytes = POINTER_TO_NAME, record_type: int = 1, length: int | None = None) -> bytes:
    return owner + struct.pack("!2HIH", record_type, 1, 300, len(data) if length is None else length) + data


def test_question_is_that_of_the_rfc() -> None:
    # Header of section 4.1.1: the id, recursion desired, one question; then name, type A, class IN.
    assert QUESTION.encode() == bytes.fromhex("123401000001000000000000") + F_ISI_ARPA.lower() + b"\x00\x01\x00\x01"


def test_address_type_of_ipv6_is_28() -> None:
    assert make_question(1, "a", "AAAA").encode()[-4:] == b"\x00\x1c\x00\x01"


def test_name_of_another_script_is_asked_for_in_its_ascii_form() -> None:
    # RFC 3492 section 7.1 (B), Chinese (simplified).
    assert b"xn--ihqwcrb4cv8a8dqg056pqjye" in make_question(1, "他们为什么不说中文.", "A").encode()


@pytest.mark.parametrize("name", ["", "a..b", "a" * 64, ".".join(["a" * 50] * 6), "\ud800"])
def test_what_cannot_be_a_name_is_not_asked_for(name: str) -> None:
    with pytest.raises(CodecError):
        make_question(1, name, "A")


def test_addresses_come_in_the_order_of_the_answer() -> None:
    answer = decode_answer(message(record(b"\x0a\x03\x00\x34"), record(b"\x7f\x00\x00\x01")), QUESTION)
    assert answer == DnsAnswer(rcode=0, is_truncated=False, addresses=("10.3.0.52", "127.0.0.1"))


def test_ipv6_addresses_are_read() -> None:
    question = make_question(0x1234, "f.isi.arpa", "AAAA")
    data = bytes.fromhex("20010db8000000000000000000000001")
    answer = decode_answer(message(record(data, record_type=28), record_type=28), question)
    assert answer.addresses == ("2001:db8::1",)


def test_aliases_are_followed_and_strangers_ignored() -> None:
    alias = b"\x03foo" + b"\xc0\x12"
    owner = b"\x03FOO" + b"\xc0\x12"
    records = [
        record(alias, record_type=5),
        record(b"\x0a\x00\x00\x01", owner=owner),
        record(b"\x0a\x00\x00\x09", owner=b"\x05other\x00"),
    ]
    assert decode_answer(message(*records), QUESTION).addresses == ("10.0.0.1",)


@pytest.mark.parametrize(("flags", "rcode"), [(0x8183, 3), (0x8182, 2), (0x8185, 5)])
def test_error_of_the_server_is_told(flags: int, rcode: int) -> None:
    assert decode_answer(message(flags=flags), QUESTION) == DnsAnswer(rcode=rcode, is_truncated=False, addresses=())


def test_truncated_answer_says_so_and_its_records_are_not_read() -> None:
    answer = decode_answer(message(b"\xff", flags=0x8380, count=9), QUESTION)
    assert (answer.is_truncated, answer.addresses) == (True, ())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        message()[:11],
        b"\x99" + message()[1:],
        message(flags=0x0100),
        message(flags=0x8980),
        message(name=b"\x01g\x03isi\x04arpa\x00"),
        message(record_type=28),
        message(count=257),
        message(count=1),
        message(record(b"\x0a\x00\x00\x01", length=5)),
        message(record(b"\x0a\x00\x00")),
        message(record(b"", record_type=5)),
        message(record(b"\x01a\x00junk", record_type=5)),
        message(name=b"\xc0\x0c"),
        message(name=b"\x01a\xc0\x0c"),
        message(name=b"\xc0\xff"),
        message(name=b"\x80"),
        message(name=(b"\x3f" + b"a" * 63) * 5 + b"\x00"),
        message() + b"\x00" * 16_384,
    ],
    ids=[
        "nothing",
        "cut header",
        "another id",
        "a question",
        "another opcode",
        "another name",
        "another type",
        "absurd count",
        "missing record",
        "record beyond the end",
        "short address",
        "empty alias",
        "alias with a tail",
        "name points at itself",
        "name runs in a circle",
        "name points forwards",
        "unknown label type",
        "name without end",
        "oversized",
    ],
)
def test_unsound_messages_are_refused(data: bytes) -> None:
    with pytest.raises(CodecError):
        decode_answer(data, QUESTION)


def test_chain_of_pointers_is_not_followed_for_long() -> None:
    # Each record's owner points to the pointer before it; an honest server never needs more than a few.
    chain = b""
    start = 12 + len(F_ISI_ARPA) + 4 + 12
    for index in range(1000):
        chain += struct.pack("!H", 0xC000 | (12 if index == 0 else start + 2 * (index - 1)))
    owner = struct.pack("!H", 0xC000 | (start + 2 * 999))
    records = record(chain, record_type=16, owner=b"\x00" + b"") + record(b"\x0a\x00\x00\x01", owner=owner)
    with pytest.raises(CodecError, match="too often"):
        decode_answer(message(records, count=2), QUESTION)


@given(st.binary(max_size=512), st.lists(st.tuples(st.integers(2, 60), st.integers(0, 255)), max_size=4))
def test_any_bytes_are_an_answer_or_a_codec_error(tail: bytes, changes: list[tuple[int, int]]) -> None:
    data = bytearray(message(record(b"\x0a\x03\x00\x34"), record(b"\x01a\xc0\x0c", record_type=5)) + tail)
    for position, value in changes:
        data[position % len(data)] = value
    try:
        answer = decode_answer(bytes(data), QUESTION)
    except CodecError:
        return
    assert len(answer.addresses) <= 256
