"""What the frames of DL/T 645 and CJ/T 188 have in common: ``68 ... L DATA CS 16`` in a stream of anything."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from ..errors import CodecError

PREAMBLE = b"\xfe" * 4
"""Wakes the receiver of a meter; no part of the frame, not in the checksum."""
START = 0x68
END = 0x16
MAX_DATA = 255

_REPLY = 0x80
_ERROR = 0x40
_WAKE_UP = PREAMBLE[0]
_TAIL_LENGTH = 2
_SLICE_LENGTH = 512
_WILDCARD_BYTE = "AA"


@dataclass(frozen=True, kw_only=True, slots=True)
class MeterFrame:
    """One frame, of either direction."""

    function_mask: ClassVar[int]
    """Bits of the control code that name the function."""

    address: str
    """As printed on the meter, two digits a byte."""
    control: int
    """0..255: direction and error bits above the function."""
    data: bytes = b""

    @property
    def is_reply(self) -> bool:
        """Whether a meter sent it; an echo of our own request is none."""
        return bool(self.control & _REPLY)

    @property
    def is_error(self) -> bool:
        """Whether the meter declines; `data` then is what it says about it."""
        return bool(self.control & _ERROR)

    @property
    def function(self) -> int:
        """What is asked or answered: `READ`, `READ_ADDRESS`, ..."""
        return self.control & self.function_mask


class FrameScanner[F](ABC):
    """Finds whole frames in bytes that arrive in any portions, with anything between them.

    It never raises. It keeps at most one frame and one slice of input, and works at most that much again for each
    byte. A false start byte never hides a frame: once a whole sound frame has arrived, it is yielded and whatever was
    incomplete before it is given up.
    """

    header_length: ClassVar[int]
    """Bytes from the first 68H to the length of the data, both included."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._noise = 0

    @property
    def noise(self) -> int:
        """Bytes so far that belong to no frame, an unfinished one included, the FE preamble not."""
        return self._noise + len(self._buffer) - self._buffer.count(_WAKE_UP)

    def feed(self, data: bytes) -> list[F]:
        """Take any number of bytes and return the frames they complete, in order."""
        frames = []
        for start in range(0, len(data), _SLICE_LENGTH):
            self._buffer += data[start : start + _SLICE_LENGTH]
            while (frame := self._take()) is not None:
                frames.append(frame)
        return frames

    def _measure(self, buffer: bytearray, start: int) -> int:
        """Return the length of the frame that begins at start, 0 if none can.

        While its header is incomplete, any length that reaches beyond the buffer.
        """
        length_at = start + self.header_length - 1
        if length_at >= len(buffer):
            return self.header_length + _TAIL_LENGTH
        return self.header_length + buffer[length_at] + _TAIL_LENGTH

    @abstractmethod
    def _parse(self, frame: bytes) -> F:
        """Turn a sound frame into its fields."""

    def _take(self) -> F | None:
        buffer = self._buffer
        oldest = len(buffer)
        start = buffer.find(START)
        while start >= 0:
            length = self._measure(buffer, start)
            if length and start + length > len(buffer):
                oldest = min(oldest, start)
            elif length and _is_sound(buffer, start, length):
                frame = bytes(buffer[start : start + length])
                self._drop(start)
                del buffer[:length]
                return self._parse(frame)
            start = buffer.find(START, start + 1)
        self._drop(oldest)
        return None

    def _drop(self, count: int) -> None:
        self._noise += count - self._buffer.count(_WAKE_UP, 0, count)
        del self._buffer[:count]


def seal(header: bytes, data: bytes) -> bytes:
    """Return header, length, data, checksum and end byte as one frame.

    header: from the first 68H to the control code. data: as it goes on the wire.
    Raises CodecError when the data exceeds 255 bytes.
    """
    if len(data) > MAX_DATA:
        raise CodecError(f"{len(data)} bytes do not fit one frame")
    body = header + bytes([len(data)]) + data
    return body + bytes([sum(body) & 0xFF, END])


def encode_address(address: str, length: int) -> bytes:
    """Encode an address as printed, low byte first.

    address: 2 * length digits; A stands for any digit (``AAAAAAAAAAAA`` asks any meter).
    Raises CodecError for anything else.
    """
    text = address.upper()
    if len(text) != 2 * length or not set(text) <= set("0123456789ABCDEF"):
        raise CodecError(f"an address has {2 * length} digits, not {address!r}")
    return bytes.fromhex(text)[::-1]


def decode_address(data: bytes) -> str:
    """Return an address as printed, from bytes low byte first; letters where a meter breaks the rule of digits."""
    return data[::-1].hex().upper()


def matches_address(wanted: str, actual: str) -> bool:
    """Tell whether an answer's address is the one asked for; each pair AA in the wanted one stands for any pair."""
    pairs = zip(_pairs(wanted.upper()), _pairs(actual.upper()), strict=False)
    return len(wanted) == len(actual) and all(want in (_WILDCARD_BYTE, have) for want, have in pairs)


def _pairs(address: str) -> list[str]:
    return [address[index : index + 2] for index in range(0, len(address), 2)]


def _is_sound(buffer: bytearray, start: int, length: int) -> bool:
    last = start + length - 1
    return buffer[last] == END and sum(memoryview(buffer)[start : last - 1]) & 0xFF == buffer[last - 1]
