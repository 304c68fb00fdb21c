"""Bytes to lines of text, whatever portions they arrive in. Never holds more than one line of the longest length."""

from collections.abc import Sequence

from ..errors import CodecError


class LineSplitter:
    """Cuts at any of the ends. A line that grows too long is dropped up to its end, and counted."""

    def __init__(self, ends: Sequence[bytes], *, longest: int, keep_empty: bool = False) -> None:
        """Cut at each of `ends`, one byte or more each; longest: bytes of a line without its end."""
        if not ends or not all(ends):
            raise CodecError("a line needs an end")
        self.overlong = 0
        """Lines dropped because they were too long."""
        self._ends = tuple(sorted(ends, key=len, reverse=True))
        self._longest = longest
        self._keep_empty = keep_empty
        self._buffer = bytearray()
        self._is_dropping = False

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes and return the lines they complete, without their ends."""
        lines: list[bytes] = []
        self._buffer += data
        while (cut := self._find_end()) is not None:
            start, stop = cut
            line = bytes(self._buffer[:start])
            del self._buffer[:stop]
            self._take(line, lines)
        if len(self._buffer) > self._longest + len(self._ends[0]):
            self.overlong += not self._is_dropping
            self._is_dropping = True
            del self._buffer[: len(self._buffer) - len(self._ends[0])]
        return lines

    def _take(self, line: bytes, lines: list[bytes]) -> None:
        if self._is_dropping:
            self._is_dropping = False
        elif len(line) > self._longest:
            self.overlong += 1
        elif line or self._keep_empty:
            lines.append(line)

    def _find_end(self) -> tuple[int, int] | None:
        found = [(at, at + len(end)) for end in self._ends if (at := self._buffer.find(end)) >= 0]
        return min(found, key=lambda cut: (cut[0], -cut[1]), default=None)


def decode_line(line: bytes) -> str:
    """Return a line as text: UTF-8, or Latin-1 as some projectors send names. Never fails."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
