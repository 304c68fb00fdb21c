"""One SNTP question and its answer without I/O: how far a clock is off.

Source: RFC 5905, sections 6 (timestamps), 7.3 (packet header), 7.4 (kiss codes) and 8 (offset and delay).
"""

import struct
from dataclasses import dataclass

from ..errors import CodecError

PACKET_LENGTH = 48
UNIX_EPOCH_S = 2_208_988_800
"""Seconds from 1900-01-01, where NTP counts from, to 1970-01-01."""

_HEADER = struct.Struct("!BBbb3I4Q")
_CLIENT = 0x23
"""Leap indicator 0, version 4, mode 3 (client)."""
_SERVER_MODE = 4
_VERSIONS = range(1, 5)
_UNSYNCHRONISED_LEAP = 3
_REAL_STRATA = range(1, 16)
_ERA = 1 << 64
_FRACTION = 1 << 32


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeAnswer:
    """What a time server said."""

    stratum: int
    """1 for a server with a clock of its own, one more for each server between; 0 with a kiss code."""
    offset_s: float
    """How much our clock must be put forward to agree with the server's; meaningless unless `is_synchronised`."""
    delay_s: float
    """Time the packets were on the way, there and back."""
    is_synchronised: bool
    """Whether the server itself has a time to give."""
    kiss_code: str = ""
    """Why the server will not answer, four letters (``RATE``, ``DENY``); empty when it does."""


def encode_time_request(nonce: int) -> bytes:
    """Return the 48 bytes of a question.

    nonce: 64 random bits in the place of our transmit timestamp. A server returns them untouched, so that nobody who
    did not see the question can answer it, and our own time stays at home.
    """
    return _HEADER.pack(_CLIENT, 0, 0, 0, 0, 0, 0, 0, 0, 0, nonce)


def decode_time_answer(packet: bytes, nonce: int, *, sent_at: float, received_at: float) -> TimeAnswer:
    """Return what a packet says, measured against our own clock.

    sent_at, received_at: seconds since 1970-01-01 UTC by our clock. Eras do not matter: differences are taken modulo
    2**32 s, right while the clocks are less than 68 years apart.
    Raises CodecError when the packet is not a server's answer to this very question.
    """
    if len(packet) < PACKET_LENGTH:
        raise CodecError(f"{len(packet)} bytes are no time answer; the header alone has {PACKET_LENGTH}")
    first, stratum, _, _, _, _, reference_id, _, origin, receive, transmit = _HEADER.unpack_from(packet)
    leap, version, mode = first >> 6, first >> 3 & 0x7, first & 0x7
    if mode != _SERVER_MODE or version not in _VERSIONS:
        raise CodecError(f"not a time server's answer: version {version}, mode {mode}")
    if origin != nonce:
        raise CodecError("the answer is to another question")
    t1, t4 = _timestamp(sent_at), _timestamp(received_at)
    return TimeAnswer(
        stratum=stratum,
        offset_s=(_difference(receive, t1) + _difference(transmit, t4)) / 2,
        delay_s=_difference(t4, t1) - _difference(transmit, receive),
        is_synchronised=leap != _UNSYNCHRONISED_LEAP and stratum in _REAL_STRATA and bool(receive and transmit),
        kiss_code=_kiss_code(reference_id) if stratum == 0 else "",
    )


def _timestamp(unix_s: float) -> int:
    return round((unix_s + UNIX_EPOCH_S) * _FRACTION) % _ERA


def _difference(later: int, earlier: int) -> float:
    """Return seconds between two timestamps, negative when the first is the earlier one."""
    difference = (later - earlier) % _ERA
    return (difference - _ERA if difference >= _ERA // 2 else difference) / _FRACTION


def _kiss_code(reference_id: int) -> str:
    letters = reference_id.to_bytes(4).rstrip(b"\x00")
    return letters.decode("ascii") if letters.isalpha() else ""
