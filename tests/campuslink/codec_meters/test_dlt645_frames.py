"""DL/T 645-2007 frames against frames answered by an independent server and recorded from a Chint DDSU666."""

import pytest
from dlt645.protocol.protocol import DLT645Protocol
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec.dlt645 import (
    ANY_ADDRESS,
    Frame,
    FrameReader,
    encode_frame,
    encode_item,
    encode_read,
    encode_read_address,
    encode_read_following,
    refusal_from,
)
from campuslink.errors import CodecError, RefusalReason

ADDRESS = "202311150001"
ENERGY_REPLY = bytes.fromhex("68 01 00 15 11 23 20 68 91 08 33 33 34 33 9A 78 56 34 3C 16")
VOLTAGE_REPLY = bytes.fromhex("68 01 00 15 11 23 20 68 91 06 33 34 34 35 38 56 2F 16")
ADDRESS_REPLY = bytes.fromhex("68 01 00 15 11 23 20 68 93 06 34 33 48 44 56 53 6F 16")
ERROR_REPLY = bytes.fromhex("68 01 00 15 11 23 20 68 D1 01 35 41 16")
FIELD_REPLY = bytes.fromhex("FE FE FE FE 68 35 44 02 19 12 18 68 93 06 68 77 35 4C 45 4B 17 16")

DIGITS = st.text("0123456789", min_size=12, max_size=12)
FRAMES = st.builds(Frame, address=DIGITS, control=st.integers(0, 255), data=st.binary(max_size=200))


def read_all(data: bytes) -> list[Frame]:
    return FrameReader().feed(data)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("00010000", "68 01 00 15 11 23 20 68 11 04 33 33 34 33 1C 16"),
        ("02010100", "68 01 00 15 11 23 20 68 11 04 33 34 34 35 1F 16"),
        ("02030000", "68 01 00 15 11 23 20 68 11 04 33 33 36 35 20 16"),
    ],
)
def test_read_request_is_the_reference_frame(item, expected):
    assert encode_read(ADDRESS, item) == bytes.fromhex(expected)


def test_address_request_is_the_reference_frame():
    assert encode_read_address() == bytes.fromhex("68 AA AA AA AA AA AA 68 13 00 DF 16")


@pytest.mark.parametrize(
    ("raw", "control", "data"),
    [
        (ENERGY_REPLY, 0x91, "00 00 01 00 67 45 23 01"),
        (VOLTAGE_REPLY, 0x91, "00 01 01 02 05 23"),
        (ADDRESS_REPLY, 0x93, "01 00 15 11 23 20"),
        (ERROR_REPLY, 0xD1, "02"),
    ],
)
def test_reply_is_read_as_the_reference_says(raw, control, data):
    assert read_all(raw) == [Frame(address=ADDRESS, control=control, data=bytes.fromhex(data))]


def test_preamble_of_a_real_meter_is_skipped_and_is_no_noise():
    reader = FrameReader()
    assert reader.feed(FIELD_REPLY) == [
        Frame(address="181219024435", control=0x93, data=bytes.fromhex("35 44 02 19 12 18"))
    ]
    assert reader.noise == 0


def test_follow_up_request_carries_the_sequence_behind_the_identifier():
    (frame,) = read_all(encode_read_following(ADDRESS, "0201FF00", 2))
    assert (frame.function, frame.data) == (0x12, bytes.fromhex("00 FF 01 02 02"))


@pytest.mark.parametrize("sequence", [0, 256, -1])
def test_follow_up_sequence_beyond_a_byte_is_refused(sequence):
    with pytest.raises(CodecError):
        encode_read_following(ADDRESS, "0201FF00", sequence)


def test_several_frames_in_one_segment_are_all_read():
    assert [frame.control for frame in read_all(ENERGY_REPLY + FIELD_REPLY + ERROR_REPLY)] == [0x91, 0x93, 0xD1]


@pytest.mark.parametrize("cut", range(1, len(ENERGY_REPLY)))
def test_frame_split_over_two_segments_is_read_once(cut):
    reader = FrameReader()
    assert reader.feed(ENERGY_REPLY[:cut]) == []
    assert len(reader.feed(ENERGY_REPLY[cut:])) == 1


@pytest.mark.parametrize(
    "garbage",
    ["68", "68 68 68", "68 01 00 15 11 23 20 68 91 FF", "68 01 00 15 11 23 20 68 91 08 33 33", "00 FF 16 68 16"],
)
def test_false_start_does_not_hide_the_frame_behind_it(garbage):
    assert [frame.data for frame in read_all(bytes.fromhex(garbage) + VOLTAGE_REPLY)] == [
        bytes.fromhex("00 01 01 02 05 23")
    ]


@pytest.mark.parametrize("index", range(len(ENERGY_REPLY)))
def test_frame_with_one_broken_byte_is_not_a_frame(index):
    broken = bytearray(ENERGY_REPLY)
    broken[index] ^= 0x40
    assert read_all(bytes(broken)) == []


def test_noise_counts_what_belongs_to_no_frame():
    reader = FrameReader()
    reader.feed(b"\x01\x02\xfe" + ENERGY_REPLY + b"\x68\x03")
    assert reader.noise == 4


@pytest.mark.parametrize("address", ["", "12345", "1234567890123", "12345678901G", "２０２３１１１５０００１"])
def test_address_that_is_not_twelve_digits_is_refused(address):
    with pytest.raises(CodecError):
        encode_read(address, "00010000")


@pytest.mark.parametrize("item", ["", "9010", "0001000G", "0001000000"])
def test_item_that_is_not_eight_hex_digits_is_refused(item):
    with pytest.raises(CodecError):
        encode_item(item)


def test_data_beyond_one_frame_is_refused():
    with pytest.raises(CodecError):
        encode_frame(Frame(address=ADDRESS, control=0x11, data=bytes(256)))


def test_control_code_beyond_a_byte_is_refused():
    with pytest.raises(CodecError):
        encode_frame(Frame(address=ADDRESS, control=256))


@pytest.mark.parametrize(
    ("word", "reason", "meaning"),
    [
        ("01", RefusalReason.OTHER, "other error"),
        ("02", RefusalReason.ADDRESS, "no such data"),
        ("04", RefusalReason.PASSWORD, "password"),
        ("06", RefusalReason.PASSWORD, "no such data, password"),
        ("08", RefusalReason.VALUE, "baud rate"),
        ("03", RefusalReason.ADDRESS, "other error, no such data"),
        ("", RefusalReason.OTHER, "nothing more"),
    ],
)
def test_error_word_becomes_a_reason_and_names_every_bit(word, reason, meaning):
    error = refusal_from(Frame(address=ADDRESS, control=0xD1, data=bytes.fromhex(word)))
    assert error.reason is reason
    assert meaning in str(error)


def test_control_code_tells_reply_error_and_continuation_apart():
    reply, more, error = (Frame(address=ADDRESS, control=control) for control in (0x91, 0xB1, 0xD1))
    assert (reply.is_reply, reply.is_error, reply.has_more) == (True, False, False)
    assert (more.is_reply, more.is_error, more.has_more) == (True, False, True)
    assert (error.is_reply, error.is_error, error.function) == (True, True, 0x11)


@given(FRAMES)
def test_encoded_frame_is_what_an_independent_codec_builds(frame):
    wire_address = bytes.fromhex(frame.address)[::-1]
    assert encode_frame(frame) == DLT645Protocol.build_frame(wire_address, frame.control, frame.data, 0)


@given(FRAMES)
def test_decoding_undoes_encoding(frame):
    assert read_all(encode_frame(frame)) == [frame]


@given(st.binary(max_size=600).filter(lambda data: 0x68 not in data), FRAMES, st.integers(1, 40))
def test_frame_is_found_in_any_portions_behind_any_noise(garbage, frame, size):
    stream = garbage + encode_frame(frame)
    reader = FrameReader()
    found = [item for start in range(0, len(stream), size) for item in reader.feed(stream[start : start + size])]
    assert found == [frame]


@given(st.lists(st.binary(max_size=80) | st.sampled_from([b"\x68", ENERGY_REPLY, ENERGY_REPLY[:-3], b"\xfe" * 9])))
def test_any_bytes_in_any_portions_raise_nothing_and_do_not_pile_up(portions):
    reader = FrameReader()
    for portion in portions:
        assert all(isinstance(frame, Frame) for frame in reader.feed(portion))
    assert len(reader._buffer) <= 267


@given(st.binary(max_size=300))
def test_frame_behind_any_bytes_is_found_at_last(garbage):
    assert Frame(address=ADDRESS, control=0xD1, data=b"\x02") in read_all(garbage + ERROR_REPLY + ERROR_REPLY)


def test_wildcard_address_is_twelve_times_a():
    assert ANY_ADDRESS == "AAAAAAAAAAAA"
