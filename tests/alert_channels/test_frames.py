"""Frames of Feishu's long connection, against Google's protobuf library."""

from contextlib import suppress

import pytest
from google.protobuf.message import DecodeError
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.alerts.channels.rules.feishu_frame import (
    MOST_FRAME,
    Frame,
    FrameError,
    decode_frame,
    encode_frame,
)
from custom_components.smart_campus.alerts.channels.rules.fragments import MOST_MESSAGES, Fragments
from simulator.feishu_wire import FeishuFrame, headers_of, make_frame

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)


@given(
    st.integers(0, 2**64 - 1),
    st.integers(0, 2**64 - 1),
    st.integers(-(2**31), 2**31 - 1),
    st.dictionaries(TEXT, TEXT, max_size=5),
    st.binary(max_size=300),
)
def test_frames_of_google_are_read(seq: int, log: int, service: int, headers: dict[str, str], payload: bytes) -> None:
    frame = make_frame(method=1, headers=headers, payload=payload, service=service)
    frame.SeqID, frame.LogID, frame.payload_type = seq, log, "json"
    found = decode_frame(frame.SerializeToString())
    assert (found.seq_id, found.log_id, found.service, found.method) == (seq, log, service, 1)
    assert (found.headers, found.payload, found.payload_type) == (headers, payload, "json")


@given(st.integers(-(2**31), 2**31 - 1), st.dictionaries(TEXT, TEXT, max_size=5), st.binary(max_size=300))
def test_google_reads_our_frames(service: int, headers: dict[str, str], payload: bytes) -> None:
    raw = encode_frame(Frame(method=0, service=service, headers=headers, payload=payload, log_id_new="x"))
    found = FeishuFrame.FromString(raw)
    assert found.IsInitialized()
    assert (found.service, found.method, headers_of(found), found.payload) == (service, 0, headers, payload)
    assert found.LogIDNew == "x"


@given(st.binary(max_size=200))
def test_bytes_that_google_refuses_are_refused(raw: bytes) -> None:
    try:
        expected = FeishuFrame.FromString(raw)
    except DecodeError:
        return
    try:
        found = decode_frame(raw)
    except FrameError:
        return
    assert found.payload == expected.payload


@given(st.binary(max_size=400))
def test_no_bytes_at_all_break_the_reader(raw: bytes) -> None:
    with suppress(FrameError):
        decode_frame(raw)


@pytest.mark.parametrize("size", range(1, 40))
def test_frame_cut_anywhere_is_no_frame_or_a_shorter_one(size: int) -> None:
    raw = make_frame(method=1, headers={"type": "event", "message_id": "m"}, payload=b"0123456789").SerializeToString()
    try:
        found = decode_frame(raw[:size])
    except FrameError:
        return
    assert found.payload in (b"", b"0123456789")


def test_frame_longer_than_any_is_refused_unread() -> None:
    with pytest.raises(FrameError):
        decode_frame(bytes(MOST_FRAME + 1))


def test_parts_come_in_any_order() -> None:
    fragments = Fragments()
    headers = {"message_id": "m", "sum": "3"}
    assert fragments.add({**headers, "seq": "2"}, b"c", 0) is None
    assert fragments.add({**headers, "seq": "0"}, b"a", 0) is None
    assert fragments.add({**headers, "seq": "1"}, b"b", 0) == b"abc"


def test_parts_of_too_many_messages_are_not_kept() -> None:
    fragments = Fragments()
    for n in range(MOST_MESSAGES + 1):
        fragments.add({"message_id": str(n), "sum": "2", "seq": "0"}, b"x", 0)
    assert fragments.add({"message_id": "0", "sum": "2", "seq": "1"}, b"y", 0) is None


def test_parts_that_come_too_late_begin_anew() -> None:
    fragments = Fragments()
    headers = {"message_id": "m", "sum": "2"}
    fragments.add({**headers, "seq": "0"}, b"a", 0)
    assert fragments.add({**headers, "seq": "1"}, b"b", 10) is None
    assert fragments.add({**headers, "seq": "0"}, b"c", 11) == b"cb"


def test_parts_that_are_too_long_together_are_dropped() -> None:
    fragments = Fragments()
    headers = {"message_id": "m", "sum": "3"}
    fragments.add({**headers, "seq": "0"}, bytes(MOST_FRAME), 0)
    assert fragments.add({**headers, "seq": "1"}, b"b", 0) is None
    assert fragments.add({**headers, "seq": "2"}, b"c", 0) is None


@pytest.mark.parametrize(
    ("seq", "total"), [("5", "2"), ("-1", "2"), ("x", "2"), ("0", "100000"), ("0", "x"), ("1" * 99, "2")]
)
def test_parts_that_make_no_sense_are_dropped(seq: str, total: str) -> None:
    assert Fragments().add({"message_id": "m", "sum": total, "seq": seq}, b"x", 0) is None
