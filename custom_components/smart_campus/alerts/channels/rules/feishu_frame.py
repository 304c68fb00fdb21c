"""Frames of Feishu's long connection: a protobuf message of nine fields, without I/O.

Source: the message ``pbbp2.Frame`` of the platform's own clients, and the Protocol Buffers encoding guide.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

CONTROL: Final = 0
DATA: Final = 1
MOST_FRAME: Final = 1 << 20
MOST_HEADERS: Final = 64

_VARINT: Final = 0
_FIXED64: Final = 1
_BYTES: Final = 2
_FIXED32: Final = 5
_SIGN_BITS: Final = 1 << 64


class FrameError(ValueError):
    """Bytes that are no frame."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """One frame, either way."""

    method: int
    """CONTROL or DATA."""
    service: int = 0
    seq_id: int = 0
    log_id: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    payload: bytes = b""
    payload_encoding: str = ""
    payload_type: str = ""
    log_id_new: str = ""


def encode_frame(frame: Frame) -> bytes:
    """Return a frame's bytes. The four numbers are required fields: they are written even when 0."""
    out = bytearray()
    for number, value in enumerate((frame.seq_id, frame.log_id, frame.service, frame.method), 1):
        out += _tag(number, _VARINT) + _varint(value % _SIGN_BITS)
    for key, text in frame.headers.items():
        out += _chunk(5, _chunk(1, key.encode()) + _chunk(2, text.encode()))
    for number, raw in (
        (6, frame.payload_encoding.encode()),
        (7, frame.payload_type.encode()),
        (8, frame.payload),
        (9, frame.log_id_new.encode()),
    ):
        if raw:
            out += _chunk(number, raw)
    return bytes(out)


def decode_frame(raw: bytes) -> Frame:
    """Return what bytes say; unknown fields are passed over. Raises FrameError."""
    if len(raw) > MOST_FRAME:
        raise FrameError("longer than any frame")
    numbers: dict[int, int] = {}
    chunks: dict[int, bytes] = {}
    headers: dict[str, str] = {}
    for number, value in _fields(raw):
        if isinstance(value, int):
            numbers[number] = value
        elif number == 5:
            if len(headers) >= MOST_HEADERS:
                raise FrameError("too many headers")
            pair = {key: text for key, text in _fields(value) if isinstance(text, bytes)}
            headers[_text(pair.get(1, b""))] = _text(pair.get(2, b""))
        else:
            chunks[number] = value
    if 4 not in numbers:
        raise FrameError("no method")
    return Frame(
        method=numbers[4],
        service=_signed(numbers.get(3, 0)),
        seq_id=numbers.get(1, 0),
        log_id=numbers.get(2, 0),
        headers=headers,
        payload=chunks.get(8, b""),
        payload_encoding=_text(chunks.get(6, b"")),
        payload_type=_text(chunks.get(7, b"")),
        log_id_new=_text(chunks.get(9, b"")),
    )


def _fields(raw: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0
    while at < len(raw):
        tag, at = _read_varint(raw, at)
        number, wire = tag >> 3, tag & 7
        if number == 0:
            raise FrameError("field 0")
        if wire == _VARINT:
            value, at = _read_varint(raw, at)
            yield number, value
            continue
        if wire == _BYTES:
            length, at = _read_varint(raw, at)
        elif wire in (_FIXED32, _FIXED64):
            length = 4 if wire == _FIXED32 else 8
        else:
            raise FrameError(f"wire type {wire}")
        if at + length > len(raw):
            raise FrameError("cut off")
        if wire == _BYTES:
            yield number, raw[at : at + length]
        at += length


def _read_varint(raw: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(raw):
            raise FrameError("cut off")
        byte = raw[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if not byte & 0x80:
            return value % _SIGN_BITS, at
    raise FrameError("number too long")


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _tag(number: int, wire: int) -> bytes:
    return _varint(number << 3 | wire)


def _chunk(number: int, raw: bytes) -> bytes:
    return _tag(number, _BYTES) + _varint(len(raw)) + raw


def _signed(value: int) -> int:
    return value - _SIGN_BITS if value >= _SIGN_BITS >> 1 else value


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as err:
        raise FrameError("text that is not UTF-8") from err
