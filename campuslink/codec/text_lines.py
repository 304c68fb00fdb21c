"""Bytes to lines of text, whatever portions they arrive in. Never holds more than one line of the longest length."""

import re
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
        longest_first = sorted(ends, key=len, reverse=True)
        escaped = [re.escape(end) for end in longest_first]
        # A set of bytes is searched for much faster than alternatives are
        one_end = b"[" + b"".join(escaped) + b"]" if len(longest_first[0]) == 1 else b"(?:" + b"|".join(escaped) + b")"
        self._end = re.compile(one_end if keep_empty else one_end + b"+")
        self._longest_end = len(longest_first[0])
        self._longest = longest
        self._keep_empty = keep_empty
        self._buffer = b""
        self._is_dropping = False

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes and return the lines they complete, without their ends; takes time in proportion to the bytes."""
        lines: list[bytes] = []
        buffer, start = self._buffer + data, 0
        for end in self._end.finditer(buffer):
            self._take(buffer[start : end.start()], lines)
            start = end.end()
        self._buffer = buffer[start:]
        if len(self._buffer) > self._longest + self._longest_end:
            self.overlong += not self._is_dropping
            self._is_dropping = True
            self._buffer = self._buffer[-self._longest_end :]
        return lines

    def _take(self, line: bytes, lines: list[bytes]) -> None:
        if self._is_dropping:
            self._is_dropping = False
        elif len(line) > self._longest:
            self.overlong += 1
        elif line or self._keep_empty:
            lines.append(line)


def decode_line(line: bytes) -> str:
    """Return a line as text: UTF-8, or Latin-1 as some projectors send names. Never fails."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
