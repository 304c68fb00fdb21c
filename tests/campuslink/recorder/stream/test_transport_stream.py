"""Packets moved and cut by us, judged by ffmpeg, which made them."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campuslink.device.recorder.stream import transport_stream as ts

from .film import decode_errors, probe

MADE = (
    *("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=10:duration=4"),
    *(
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=440:sample_rate=48000:duration=4",
        "-c:v",
        "libx264",
        "-bf",
        "2",
        "-g",
        "20",
    ),
    *("-c:a", "aac", "-b:a", "64k", "-f", "mpegts", "pipe:1"),
)


@pytest.fixture(scope="module")
def stream() -> bytes:
    return subprocess.run(MADE, check=True, stdout=subprocess.PIPE).stdout


def _times(path: Path, found: dict[str, list[dict[str, str]]]) -> list[tuple[float, float]]:
    return [(float(each["pts_time"]), float(each["dts_time"])) for each in found["packets"]]


async def _packet_times(path: Path, stream: str) -> list[tuple[float, float]]:
    found = await probe(path, "-select_streams", stream, "-show_entries", "packet=pts_time,dts_time")
    return _times(path, found)


@pytest.mark.parametrize("which", ["v:0", "a:0"])
async def test_every_time_is_moved_alike(stream: bytes, tmp_path: Path, which: str) -> None:
    before, after = tmp_path / "before.ts", tmp_path / "after.ts"
    before.write_bytes(stream)
    after.write_bytes(ts.Restamper().move(ts.read_packets(stream)[0], 3600 * ts.TICKS_A_SECOND))
    was, now = await _packet_times(before, which), await _packet_times(after, which)
    assert len(was) == len(now) > 30
    for (pts, dts), (moved_pts, moved_dts) in zip(was, now, strict=True):
        assert moved_pts - pts == pytest.approx(3600, abs=1e-4)
        assert moved_dts - dts == pytest.approx(3600, abs=1e-4)


async def test_pieces_of_two_writers_are_numbered_on(stream: bytes, tmp_path: Path) -> None:
    path, restamper = tmp_path / "both.ts", ts.Restamper()
    rows = ts.read_packets(stream)[0]
    path.write_bytes(restamper.move(rows.copy(), 0) + restamper.move(rows.copy(), 5 * ts.TICKS_A_SECOND))
    numbers: dict[int, int] = {}
    for row in ts.read_packets(path.read_bytes())[0]:
        pid, number = int(row[1] & 0x1F) << 8 | int(row[2]), int(row[3] & 0x0F)
        if row[3] & 0x10:
            assert number == (numbers.get(pid, -1) + 1) % 16
            numbers[pid] = number
    assert await decode_errors(path) == ""


@pytest.mark.slow
@settings(max_examples=25)
@given(at=st.floats(min_value=0.4, max_value=1.0))
async def test_stream_cut_at_any_byte_is_decoded_without_an_error(
    stream: bytes, tmp_path_factory: pytest.TempPathFactory, at: float
) -> None:
    path = tmp_path_factory.mktemp("cut") / "cut.ts"
    rows, _ = ts.read_packets(stream[: int(len(stream) * at)])
    path.write_bytes(ts.cut_torn_end(rows).tobytes())
    assert await decode_errors(path) == ""


def test_zeros_that_a_power_loss_leaves_are_cut_off(stream: bytes) -> None:
    whole = stream[: 100 * ts.PACKET]
    rows, is_torn = ts.read_packets(whole + bytes(5000))
    assert is_torn
    assert rows.tobytes() == whole


@given(st.binary(max_size=2000))
def test_anything_is_read_without_an_exception(data: bytes) -> None:
    rows, _ = ts.read_packets(data)
    ts.read_head(rows)
    ts.Restamper().move(ts.cut_torn_end(rows), 12345)


@given(st.binary(min_size=184, max_size=184), st.sampled_from([0x100, 0x101, 0x1000]), st.integers(0, 3))
def test_any_packet_is_read_without_an_exception(payload: bytes, pid: int, control: int) -> None:
    row = bytes((ts.SYNC, 0x40 | pid >> 8, pid & 0xFF, control << 4)) + payload
    rows, is_torn = ts.read_packets(row * 3)
    assert not is_torn
    ts.read_head(rows)
    ts.last_payload(rows, pid)
    ts.Restamper().move(rows, 1)


def test_head_tells_what_the_streams_are(stream: bytes) -> None:
    head = ts.read_head(ts.read_packets(stream)[0])
    assert (head.video_type, head.audio_type) == (0x1B, 0x0F)  # ISO/IEC 13818-1, table 2-34
    assert head.picture[0] & 0x1F == 7
    # ADTS: profile AAC LC (1), rate index 3 (48 kHz), 1 channel
    assert (head.sound[0] >> 6, head.sound[0] >> 2 & 0x0F, head.sound[1] >> 6) == (1, 3, 1)


def test_other_size_needs_another_file_and_the_same_does_not(stream: bytes) -> None:
    other = subprocess.run(
        [word.replace("160x90", "320x180") for word in MADE], check=True, stdout=subprocess.PIPE
    ).stdout
    heads = [ts.read_head(ts.read_packets(data)[0]) for data in (stream, other)]
    assert heads[0].can_follow(heads[0])
    assert not heads[1].can_follow(heads[0])
