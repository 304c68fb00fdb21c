"""The packets, against bytes printed in the description of the protocol and in the README of its library."""

from datetime import date, datetime

import pytest

from campuslink.codec import uhppote as codec
from campuslink.errors import GarbledAnswerError

SERIAL = 405419896
INFO = bytes.fromhex("17940000 78372a18 c0a80164 ffffff00 c0a80101 00122334 4556 0892 20181105".replace(" ", "")).ljust(
    64, b"\0"
)


def padded(text: str) -> bytes:
    return bytes.fromhex(text.replace(" ", "")).ljust(64, b"\0")


@pytest.mark.parametrize(
    ("request_", "packet"),
    [
        (codec.ask_to_open(SERIAL, 3), padded("17 40 00 00 78 37 2A 18 03")),
        (codec.ask_info(0), padded("17 94")),
        (codec.ask_status(SERIAL), padded("17 20 00 00 78 37 2A 18")),
        (codec.ask_event(SERIAL, 0x0102), padded("17 B0 00 00 78 37 2A 18 02 01 00 00")),
        (codec.ask_to_set_door(SERIAL, 4, 2, 7), padded("17 80 00 00 78 37 2A 18 04 02 07")),
        (
            codec.ask_to_set_clock(SERIAL, datetime(2026, 11, 18, 12, 34, 56)),  # noqa: DTZ001 - a board knows no zone
            padded("17 30 00 00 78 37 2A 18 20 26 11 18 12 34 56"),
        ),
        (
            codec.ask_to_put_card(
                SERIAL,
                codec.BoardCard(
                    number=8165537, start=date(2026, 1, 1), end=date(2026, 12, 31), doors=(1, 0, 29, 1), pin=7531
                ),
            ),
            padded("17 50 00 00 78 37 2A 18 A1 98 7C 00 20 26 01 01 20 26 12 31 01 00 1D 01 6B 1D 00"),
        ),
        (codec.ask_to_set_listener(SERIAL, "192.168.1.100", 60001), padded("17 90 0000 78372A18 C0A80164 61EA")),
    ],
)
def test_a_request_has_the_bytes_of_the_description(request_: codec.BoardRequest, packet: bytes) -> None:
    assert request_.packet == packet


def test_who_a_controller_is_reads_as_described() -> None:
    info = codec.read_info(INFO)
    assert (info.serial, info.address, info.mac, info.firmware) == (
        SERIAL,
        "192.168.1.100",
        "00:12:23:34:45:56",
        "v8.92",
    )


def test_relays_and_inputs_of_a_status_are_bits() -> None:
    packet = bytearray(padded("17 20 00 00 78 37 2A 18"))
    packet[49], packet[50] = 0b0101, 0b10
    status = codec.read_status(bytes(packet))
    assert status.are_unlocked == (True, False, True, False)
    assert (status.has_fire, status.is_lock_forced) == (True, False)


def test_a_clock_that_holds_no_time_is_no_time() -> None:
    packet = bytearray(padded("17 20 00 00 78 37 2A 18"))
    packet[37:40], packet[51:54] = b"\x99\x99\x99", b"\x26\x13\x40"
    assert codec.read_status(bytes(packet)).clock is None


@pytest.mark.parametrize("packet", [b"", b"\x17\x94", INFO + b"\0", b"\x18" + INFO[1:], b"\x17\x20" + INFO[2:]])
def test_what_is_no_such_answer_is_said_to_be_garbled(packet: bytes) -> None:
    with pytest.raises(GarbledAnswerError):
        codec.read_info(packet)


def test_an_answer_must_repeat_what_was_asked_for() -> None:
    request = codec.ask_event(SERIAL, 7)
    other = padded("17 B0 00 00 78 37 2A 18 08 00 00 00 01")
    assert not codec.is_answer(other, request)
    assert codec.is_answer(padded("17 B0 00 00 78 37 2A 18 07 00 00 00 01"), request)
    assert codec.is_answer(padded("17 B0 00 00 78 37 2A 18 00 00 00 00 00"), request)


def test_news_of_old_firmware_counts_as_news() -> None:
    news = padded("17 20 00 00 78 37 2A 18 05 00 00 00 01")
    assert codec.is_push(news)
    assert codec.is_push(b"\x19" + news[1:])
    assert not codec.is_push(b"\x17\x94" + news[2:])
