"""CJ/T 188 frames against frames recorded from water meters in the field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec.cjt188 import (
    Frame,
    FrameReader,
    encode_frame,
    encode_item,
    encode_read,
    encode_read_address,
    refusal_from,
)
from campuslink.errors import CodecError, RefusalReason

ADDRESS = "78330011223344"
READ_REQUEST = bytes.fromhex("68 10 44 33 22 11 00 33 78 01 03 1F 90 00 80 16")
READ_REPLY = bytes.fromhex(
    "68 10 44 33 22 11 00 33 78 81 16 1F 90 00 00 77 66 55 2C 00 77 66 55 2C 31 01 22 11 05 15 20 21 84 13 16"
)
ADDRESS_REPLY = bytes.fromhex("68 10 00 29 15 24 03 26 20 83 03 0A 81 02 36 16")

FRAMES = st.builds(
    Frame,
    meter_type=st.integers(0, 255),
    address=st.text("0123456789", min_size=14, max_size=14),
    control=st.integers(0, 255),
    data=st.binary(max_size=255),
)


def read_all(data: bytes) -> list[Frame]:
    return FrameReader().feed(data)


def test_read_request_is_the_field_frame():
    assert encode_read(ADDRESS, encode_item("901F", "low"), meter_type=0x10, serial=0) == READ_REQUEST


def test_read_request_with_the_high_byte_first_is_the_field_frame():
    request = encode_read("A" * 14, encode_item("901F", "high"), meter_type=0x10, serial=1)
    assert request == bytes.fromhex("68 10 AA AA AA AA AA AA AA 01 03 90 1F 01 D2 16")


def test_address_request_is_the_field_frame():
    request = encode_read_address(meter_type=0x10, serial=1, di_order="low")
    assert request == bytes.fromhex("68 10 AA AA AA AA AA AA AA 03 03 0A 81 01 B0 16")


def test_reply_of_a_water_meter_is_read_as_recorded():
    (frame,) = read_all(READ_REPLY)
    assert (frame.meter_type, frame.address, frame.control) == (0x10, ADDRESS, 0x81)
    assert frame.data[:8] == bytes.fromhex("1F 90 00 00 77 66 55 2C")


def test_address_reply_names_the_meter_in_its_address_field():
    (frame,) = read_all(b"\xfe\xfe" + ADDRESS_REPLY)
    assert (frame.address, frame.function, frame.is_reply) == ("20260324152900", 0x03, True)


def test_data_goes_on_the_wire_as_it_is():
    frame = Frame(meter_type=0x20, address=ADDRESS, control=0x81, data=b"\x00\x33\xff")
    assert encode_frame(frame)[11:14] == b"\x00\x33\xff"


@pytest.mark.parametrize("cut", range(1, len(READ_REPLY)))
def test_frame_split_over_two_segments_is_read_once(cut):
    reader = FrameReader()
    assert reader.feed(READ_REPLY[:cut]) == []
    assert len(reader.feed(READ_REPLY[cut:])) == 1


@pytest.mark.parametrize("garbage", ["68", "68 10 44", "68 10 44 33 22 11 00 33 78 81 FF", "16 68 FE", "33 68 68"])
def test_false_start_does_not_hide_the_frame_behind_it(garbage):
    assert [frame.address for frame in read_all(bytes.fromhex(garbage) + READ_REPLY)] == [ADDRESS]


@pytest.mark.parametrize("index", range(len(READ_REPLY)))
def test_frame_with_one_broken_byte_is_not_a_frame(index):
    broken = bytearray(READ_REPLY)
    broken[index] ^= 0x40
    assert read_all(bytes(broken)) == []


@pytest.mark.parametrize("item", ["", "90", "901G", "00010000"])
def test_item_that_is_not_four_hex_digits_is_refused(item):
    with pytest.raises(CodecError):
        encode_item(item, "low")


@pytest.mark.parametrize(("meter_type", "control"), [(256, 1), (-1, 1), (0x10, 256)])
def test_field_beyond_a_byte_is_refused(meter_type, control):
    with pytest.raises(CodecError):
        encode_frame(Frame(meter_type=meter_type, address=ADDRESS, control=control))


def test_refusal_shows_the_bytes_of_the_meter():
    error = refusal_from(Frame(meter_type=0x10, address=ADDRESS, control=0xC1, data=b"\x05\x01\x00"))
    assert error.reason is RefusalReason.OTHER
    assert "05 01 00" in str(error)


@given(FRAMES)
def test_decoding_undoes_encoding(frame):
    assert read_all(encode_frame(frame)) == [frame]


@given(st.binary(max_size=600).filter(lambda data: 0x68 not in data), FRAMES)
def test_frame_is_found_behind_any_noise(garbage, frame):
    assert read_all(garbage + encode_frame(frame)) == [frame]


@given(st.lists(st.binary(max_size=80) | st.sampled_from([b"\x68", READ_REPLY, READ_REPLY[:-3], b"\xfe" * 9])))
def test_any_bytes_in_any_portions_raise_nothing_and_do_not_pile_up(portions):
    reader = FrameReader()
    for portion in portions:
        assert all(isinstance(frame, Frame) for frame in reader.feed(portion))
    assert len(reader._buffer) <= 268
