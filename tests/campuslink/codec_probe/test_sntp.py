"""SNTP against the packet header and the formulas of RFC 5905."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec.sntp import decode_time_answer, encode_time_request
from campuslink.errors import CodecError

NONCE = 0x0123456789ABCDEF
FROM_1900_TO_1970_S = (70 * 365 + 17) * 86_400


def stamp(unix_s: float) -> bytes:
    whole = int(unix_s // 1)
    return struct.pack("!II", (whole + FROM_1900_TO_1970_S) % 2**32, int((unix_s - whole) * 2**32))


def answer(
    *, received: float, sent: float, first: int = 0x24, stratum: int = 2, reference: bytes = b"\x0a\x00\x00\x01"
) -> bytes:
    head = bytes([first, stratum, 6, 0xEC]) + b"\x00" * 8 + reference
    return head + stamp(0) + NONCE.to_bytes(8) + stamp(received) + stamp(sent)


def test_question_is_a_client_packet_with_nothing_but_the_nonce() -> None:
    # RFC 5905 figure 8: leap 0, version 4, mode 3; the transmit timestamp is the last field of 48 bytes.
    assert encode_time_request(NONCE) == b"\x23" + b"\x00" * 39 + NONCE.to_bytes(8)


def test_offset_and_delay_follow_the_formulas() -> None:
    # RFC 5905 section 8: offset = ((T2-T1)+(T3-T4))/2, delay = (T4-T1)-(T3-T2).
    heard = decode_time_answer(answer(received=1000.75, sent=1001.0), NONCE, sent_at=1000.0, received_at=1000.5)
    assert (heard.offset_s, heard.delay_s) == (((1000.75 - 1000.0) + (1001.0 - 1000.5)) / 2, 0.5 - 0.25)
    assert (heard.stratum, heard.is_synchronised, heard.kiss_code) == (2, True, "")


@given(st.floats(-1e8, 1e8).map(lambda each: round(each, 3)))
def test_offset_is_what_the_clocks_differ_by(difference_s: float) -> None:
    now = 1_800_000_000.0
    packet = answer(received=now + difference_s, sent=now + difference_s)
    heard = decode_time_answer(packet, NONCE, sent_at=now, received_at=now)
    assert heard.offset_s == pytest.approx(difference_s, abs=1e-6)


def test_era_that_begins_in_2036_is_no_jump() -> None:
    # 2036-02-07 06:28:16 UTC: the seconds of the timestamp begin again from zero.
    turn = 2**32 - FROM_1900_TO_1970_S
    heard = decode_time_answer(answer(received=turn + 1, sent=turn + 1), NONCE, sent_at=turn - 1, received_at=turn - 1)
    assert heard.offset_s == 2.0


@pytest.mark.parametrize("code", ["RATE", "DENY", "RSTR"])
def test_stratum_zero_is_a_kiss_of_death(code: str) -> None:
    packet = answer(received=5, sent=5, stratum=0, reference=code.encode())
    heard = decode_time_answer(packet, NONCE, sent_at=5, received_at=5)
    assert (heard.stratum, heard.kiss_code, heard.is_synchronised) == (0, code, False)


def test_kiss_code_is_letters_only() -> None:
    packet = answer(received=5, sent=5, stratum=0, reference=b"<b>\n")
    assert decode_time_answer(packet, NONCE, sent_at=5, received_at=5).kiss_code == ""


@pytest.mark.parametrize(
    ("first", "stratum", "received"),
    [(0xE4, 2, 5), (0x24, 16, 5), (0x24, 2, -FROM_1900_TO_1970_S)],
    ids=["leap indicator 3", "stratum 16", "no receive time"],
)
def test_server_without_a_time_is_not_synchronised(first: int, stratum: int, received: float) -> None:
    packet = answer(received=received, sent=received, first=first, stratum=stratum)
    assert not decode_time_answer(packet, NONCE, sent_at=5, received_at=5).is_synchronised


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        answer(received=5, sent=5)[:47],
        answer(received=5, sent=5, first=0x23),
        answer(received=5, sent=5, first=0x25),
        answer(received=5, sent=5, first=0x04),
        answer(received=5, sent=5).replace(NONCE.to_bytes(8), bytes(8)),
    ],
    ids=["nothing", "cut", "a client", "a broadcast", "version 0", "origin of nobody"],
)
def test_what_is_no_answer_to_the_question_is_refused(packet: bytes) -> None:
    with pytest.raises(CodecError):
        decode_time_answer(packet, NONCE, sent_at=5, received_at=5)


@given(st.binary(max_size=128))
def test_any_bytes_are_an_answer_or_a_codec_error(packet: bytes) -> None:
    try:
        decode_time_answer(packet, int.from_bytes(packet[24:32]), sent_at=5, received_at=6)
    except CodecError:
        assert len(packet) < 48 or packet[0] & 7 != 4 or not 1 <= packet[0] >> 3 & 7 <= 4
