"""MPEG transport streams as ffmpeg writes them: times moved, numbers continued, torn ends cut. No I/O.

Source: ISO/IEC 13818-1, sections 2.4.3.2 (packet), 2.4.3.4 (adaptation field), 2.4.3.6 (PES packet).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

PACKET = 188
SYNC = 0x47
TICKS_A_SECOND = 90_000
CLOCK_TICKS = 1 << 33
"""Times begin anew after 26.5 hours."""
PMT_PID, VIDEO_PID, AUDIO_PID = 0x1000, 0x100, 0x101
"""As ffmpeg numbers them: tables, then the streams in the order they are mapped."""
H264, HEVC, AAC = 0x1B, 0x24, 0x0F
_HEAD_BYTES = 16 * 1024
_SPS = {H264: (0x1F, 0, 7), HEVC: (0x3F, 1, 33)}
"""Stream type to (mask, shift, number) of the NAL unit that says what the picture is like."""
_PES_FIXED = 19
"""Bytes of a PES head up to the end of its decoding time."""

type Packets = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """What the begin of a segment says of its streams."""

    video_type: int = 0
    """Stream type; 0 where there is none."""
    audio_type: int = 0
    picture: bytes = b""
    """Sequence parameter set, whole: another one means another size or coding."""
    sound: bytes = b""
    """AAC: profile, rate and channels as in the ADTS head, the rest masked."""

    def can_follow(self, other: Head) -> bool:
        """Return whether one MP4 track can hold both; what a head does not tell stands against nothing."""
        pairs = ((self.picture, other.picture), (self.sound, other.sound))
        types = ((self.video_type, other.video_type), (self.audio_type, other.audio_type))
        return all(not a or not b or a == b for a, b in (*pairs, *types))


def read_packets(data: bytes) -> tuple[Packets, bool]:
    """Return the whole packets up to the first that is none, as rows, and whether something was left behind."""
    whole = len(data) // PACKET
    rows = np.frombuffer(data, np.uint8, whole * PACKET).reshape(whole, PACKET)
    bad = np.flatnonzero(rows[:, 0] != SYNC)
    end = int(bad[0]) if bad.size else whole
    return rows[:end].copy(), end * PACKET != len(data)


def cut_torn_end(rows: Packets) -> Packets:
    """Drop the last picture and the last piece of sound, which may be incomplete when their writer died."""
    pids, is_begin = _pids(rows), (rows[:, 1] & 0x40) != 0
    keep = np.ones(len(rows), bool)
    for pid in (VIDEO_PID, AUDIO_PID):
        begins = np.flatnonzero((pids == pid) & is_begin)
        if begins.size:
            keep[begins[-1] :] &= pids[begins[-1] :] != pid
    kept: Packets = rows[keep]
    return kept


def times_of(rows: Packets, pid: int) -> NDArray[np.int64]:
    """Return the presentation times of a stream in ticks, in the order of the packets."""
    found, starts, flags = _pes_heads(rows, pid)
    has_time = (flags & 2) != 0
    return _read_ticks(rows, found[has_time], starts[has_time] + 9)


def read_head(rows: Packets) -> Head:
    """Return what the first packets say of the streams."""
    types = _stream_types(rows)
    return Head(
        video_type=types.get(VIDEO_PID, 0),
        audio_type=types.get(AUDIO_PID, 0),
        picture=_parameter_set(_first_payload(rows, VIDEO_PID), types.get(VIDEO_PID, 0)),
        sound=_adts(_first_payload(rows, AUDIO_PID)) if types.get(AUDIO_PID) == AAC else b"",
    )


def only(rows: Packets, pid: int) -> Packets:
    """Return the packets of one stream."""
    found: Packets = rows[_pids(rows) == pid]
    return found


def last_payload(rows: Packets, pid: int) -> bytes:
    """Return the last PES packet of a stream, without its head; empty where there is none."""
    found = _pes_heads(rows, pid)[0]
    return _first_payload(rows[int(found[-1]) :], pid) if found.size else b""


def count_adts_frames(payload: bytes) -> int:
    """Return how many frames of AAC begin in a payload."""
    count = at = 0
    while at + 7 <= len(payload) and payload[at] == 0xFF and payload[at + 1] & 0xF6 == 0xF0:
        length = (payload[at + 3] & 3) << 11 | payload[at + 4] << 3 | payload[at + 5] >> 5
        if length < 7:
            break
        count, at = count + 1, at + length
    return count


@dataclass(slots=True)
class Restamper:
    """Puts the packets of several writers behind each other into one stream."""

    _next: dict[int, int] = field(default_factory=dict)

    def move(self, rows: Packets, shift: int) -> bytes:
        """Return the packets with their times moved by ticks, and numbered on from the ones before."""
        pids, control = _pids(rows), rows[:, 3]
        for pid in np.unique(pids):
            counted = np.flatnonzero((pids == pid) & ((control & 0x10) != 0))
            first = self._next.get(int(pid), 0)
            numbers = (first + np.arange(len(counted))) & 0x0F
            rows[counted, 3] = (control[counted] & 0xF0) | numbers.astype(np.uint8)
            self._next[int(pid)] = (first + len(counted)) & 0x0F
        for pid in (VIDEO_PID, AUDIO_PID):
            found, starts, flags = _pes_heads(rows, pid)
            for mask, at in ((2, 9), (1, 14)):
                has_time = (flags & mask) != 0
                _move_ticks(rows, found[has_time], starts[has_time] + at, shift)
        return rows.tobytes()


def _pids(rows: Packets) -> NDArray[np.int64]:
    return ((rows[:, 1].astype(np.int64) & 0x1F) << 8) | rows[:, 2]


def _payload_starts(rows: Packets) -> NDArray[np.int64]:
    """Return where the payload begins in each row; behind its end where it has none."""
    control = rows[:, 3]
    starts = 4 + np.where((control & 0x20) != 0, 1 + rows[:, 4].astype(np.int64), 0)
    return np.where((control & 0x10) != 0, starts, PACKET)


def _pes_heads(rows: Packets, pid: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]:
    """Return rows in which a PES packet begins, where it begins there, and which times it has (2 and 1)."""
    starts = _payload_starts(rows)
    found = np.flatnonzero((_pids(rows) == pid) & ((rows[:, 1] & 0x40) != 0) & (starts <= PACKET - _PES_FIXED))
    starts = starts[found]
    is_pes = (rows[found, starts] == 0) & (rows[found, starts + 1] == 0) & (rows[found, starts + 2] == 1)
    found, starts = found[is_pes], starts[is_pes]
    return found, starts, rows[found, starts + 7] >> 6


def _read_ticks(rows: Packets, found: NDArray[np.int64], at: NDArray[np.int64]) -> NDArray[np.int64]:
    part = [rows[found, at + number].astype(np.int64) for number in range(5)]
    return ((part[0] >> 1 & 7) << 30) | (part[1] << 22) | (part[2] >> 1 << 15) | (part[3] << 7) | (part[4] >> 1)


def _move_ticks(rows: Packets, found: NDArray[np.int64], at: NDArray[np.int64], shift: int) -> None:
    ticks = (_read_ticks(rows, found, at) + shift) % CLOCK_TICKS
    parts = (
        (rows[found, at] & 0xF1) | ((ticks >> 30 & 7) << 1),
        ticks >> 22 & 0xFF,
        (ticks >> 15 & 0x7F) << 1 | 1,
        ticks >> 7 & 0xFF,
        (ticks & 0x7F) << 1 | 1,
    )
    for number, part in enumerate(parts):
        rows[found, at + number] = part.astype(np.uint8)


def _stream_types(rows: Packets) -> dict[int, int]:
    """Return stream type by PID, from the first program map."""
    tables = np.flatnonzero((_pids(rows) == PMT_PID) & ((rows[:, 1] & 0x40) != 0))
    if not tables.size:
        return {}
    row = rows[int(tables[0])]
    payload = bytes(row[int(_payload_starts(row[None])[0]) :])
    section = payload[1 + payload[0] :] if payload else b""
    if len(section) < 12 or section[0] != 2:
        return {}
    end = 3 + ((section[1] & 0x0F) << 8 | section[2]) - 4
    at = 12 + ((section[10] & 0x0F) << 8 | section[11])
    types: dict[int, int] = {}
    while at + 5 <= min(end, len(section)):
        types[(section[at + 1] & 0x1F) << 8 | section[at + 2]] = section[at]
        at += 5 + ((section[at + 3] & 0x0F) << 8 | section[at + 4])
    return types


def _first_payload(rows: Packets, pid: int) -> bytes:
    """Return the begin of the first PES packet of a stream, without its head; empty where there is none."""
    found, starts, _ = _pes_heads(rows, pid)
    if not found.size:
        return b""
    first, start = int(found[0]), int(starts[0])
    end = int(found[1]) if found.size > 1 else len(rows)
    own = [index for index in range(first, end) if _pids(rows[index : index + 1])[0] == pid]
    begins = _payload_starts(rows[own])
    begins[0] = start + 9 + int(rows[first, start + 8])
    parts: list[bytes] = []
    for index, begin in zip(own, begins, strict=True):
        parts.append(rows[index, int(begin) :].tobytes())
        if len(parts) * PACKET > _HEAD_BYTES:
            break
    return b"".join(parts)


def _parameter_set(payload: bytes, video_type: int) -> bytes:
    if video_type not in _SPS:
        return b""
    mask, shift, number = _SPS[video_type]
    for unit in payload.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")[1:]:
        if unit and unit[0] >> shift & mask == number:
            return unit
    return b""


def _adts(payload: bytes) -> bytes:
    """Return profile, rate and channels; empty where this is no ADTS frame."""
    if len(payload) < 4 or payload[0] != 0xFF or payload[1] & 0xF6 != 0xF0:
        return b""
    return bytes((payload[2] & 0xFD, payload[3] & 0xC0))
