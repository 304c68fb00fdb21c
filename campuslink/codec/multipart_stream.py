"""Endless multipart answers (RFC 2046, section 5.1), fed with any bytes, in any portions. No I/O."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import CodecError

MOST_HEADER_BYTES = 8192
MOST_PART_BYTES = 1 << 20
"""Events are a few hundred bytes, their pictures some hundred thousand."""

_LENGTH = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the stream."""

    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes

    @property
    def content_type(self) -> str:
        """What the body is, in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def boundary_of(content_type: str) -> str:
    """Return the boundary a header of the answer names. Raises CodecError when it names none."""
    main, _, parameters = content_type.partition(";")
    found = re.search(r"""boundary\s*=\s*(?:"([^"]{1,120})"|([^\s;"]{1,120}))""", parameters, re.IGNORECASE)
    if not main.strip().lower().startswith("multipart/") or found is None:
        raise CodecError("the answer is no stream of parts")
    return (found[1] or found[2]).removeprefix("--")


class MultipartReader:
    """Holds at most one part. Raises CodecError for parts that are too large; the stream is worth nothing then."""

    def __init__(self, boundary: str) -> None:
        """boundary: as `boundary_of` returns it."""
        self._delimiter = b"--" + boundary.encode("latin-1", "replace")
        self._buffer = bytearray()
        self._headers: Mapping[str, str] | None = None
        self._length: int | None = None
        self._searched = 0
        """Bytes of the buffer that hold no boundary: each is looked at once, however small the portions are."""

    def feed(self, data: bytes) -> list[Part]:
        """Take bytes and return the parts they complete.

        A part with a ``Content-Length`` ends there, another one before the next boundary.
        """
        self._buffer += data
        parts: list[Part] = []
        while (self._headers is not None or self._read_headers()) and (part := self._read_body()):
            parts.append(part)
        return parts

    def _read_headers(self) -> bool:
        """Take the next boundary and the headers behind it; False while they are not whole."""
        start = self._buffer.find(self._delimiter)
        if start < 0:
            del self._buffer[: max(0, len(self._buffer) - len(self._delimiter))]
            return False
        begin = start + len(self._delimiter)
        end, gap = _find_blank_line(self._buffer, begin)
        if end < 0:
            if len(self._buffer) - begin > MOST_HEADER_BYTES:
                raise CodecError("the headers of a part have no end")
            return False
        if end - begin > MOST_HEADER_BYTES:
            raise CodecError("the headers of a part are too long")
        self._headers = _parse_headers(bytes(self._buffer[begin:end]))
        self._length = _length_in(self._headers)
        del self._buffer[: end + gap]
        return True

    def _read_body(self) -> Part | None:
        end = self._length if self._length is not None else self._find_end()
        if (end if end >= 0 else len(self._buffer)) > MOST_PART_BYTES:
            raise CodecError(f"a part is longer than {MOST_PART_BYTES} bytes")
        if end < 0 or len(self._buffer) < end:
            return None
        body = bytes(self._buffer[:end])
        if self._length is None:
            body = body.removesuffix(b"\r")
        part = Part(self._headers or {}, body)
        del self._buffer[:end]
        self._headers = self._length = None
        self._searched = 0
        return part

    def _find_end(self) -> int:
        end = self._buffer.find(b"\n" + self._delimiter, self._searched)
        self._searched = max(0, len(self._buffer) - len(self._delimiter) - 1)
        return end


def _find_blank_line(data: bytearray, begin: int) -> tuple[int, int]:
    """Return where the headers end and how long the blank line is; -1 without one."""
    places = [(data.find(gap, begin), len(gap)) for gap in (b"\r\n\r\n", b"\n\n")]
    found = [place for place in places if place[0] >= 0]
    return min(found) if found else (-1, 0)


def _parse_headers(data: bytes) -> Mapping[str, str]:
    headers: dict[str, str] = {}
    for line in data.decode("latin-1").splitlines():
        name, separator, value = line.partition(":")
        if separator:
            headers[name.strip().lower()] = value.strip()
    return headers


def _length_in(headers: Mapping[str, str]) -> int | None:
    value = headers.get("content-length", "")
    return int(value) if _LENGTH.fullmatch(value) else None
