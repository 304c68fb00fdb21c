"""The head of an HTTP/1 answer without I/O, as far as a check of a path needs it.

Source: RFC 9112, sections 2 to 4 (message format, status line) and 6 (length of the body).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import CodecError

LONGEST_HEAD = 16_384
MOST_FIELDS = 128
END_OF_HEAD = b"\r\n\r\n"

_STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})(?: [^\r\n]*)?")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00\r\n]*?)[ \t]*")
_LONGEST_LENGTH = 18
_BODILESS = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class AnswerHead:
    """Status and fields of an answer."""

    status: int
    fields: Mapping[str, str]
    """By lower-case name; of fields that come twice the last."""

    @property
    def is_interim(self) -> bool:
        """Whether the real answer is still to come (100 Continue, 103 Early Hints)."""
        return self.status < 200

    @property
    def body_length(self) -> int | None:
        """Bytes of the body as announced; None when it ends with the connection or in chunks."""
        if self.status in _BODILESS:
            return 0
        announced = self.fields.get("content-length", "")
        return int(announced) if self._counts(announced) else None

    def _counts(self, announced: str) -> bool:
        is_number = announced.isascii() and announced.isdecimal() and len(announced) <= _LONGEST_LENGTH
        return is_number and "transfer-encoding" not in self.fields


def encode_get(host: str, path: str, agent: str) -> bytes:
    """Return a GET request that asks for one plain answer and the end of the connection.

    host: as in the URL, port included unless it is the scheme's own. host and path must hold neither spaces nor control
    characters; `Target` sees to that.
    """
    lines = (
        f"GET {path} HTTP/1.1",
        f"Host: {host}",
        f"User-Agent: {agent}",
        "Accept: */*",
        "Accept-Encoding: identity",
        "Connection: close",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def decode_head(data: bytes) -> AnswerHead:
    """Return the head that data is, its empty line included.

    Raises CodecError when it is no HTTP/1 head, or has more than `MOST_FIELDS` fields.
    """
    status_line, *lines = data.removesuffix(END_OF_HEAD).split(b"\r\n")
    status = _STATUS_LINE.fullmatch(status_line)
    if status is None:
        raise CodecError("the answer does not begin like HTTP/1")
    if len(lines) > MOST_FIELDS:
        raise CodecError(f"{len(lines)} header fields; at most {MOST_FIELDS} are read")
    fields = {}
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field is None:
            raise CodecError("a header field is malformed")
        fields[field[1].decode("ascii").lower()] = field[2].decode("latin-1")
    return AnswerHead(int(status[1]), fields)
