"""Heads of HTTP answers as RFC 9112 writes them, and as it forbids them."""

import http.client
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec.http_answer import MOST_FIELDS, decode_head, encode_get
from campuslink.errors import CodecError


class _Socket:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self._data)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nServer: x\r\n\r\n",
        b"HTTP/1.0 404 Not Found\r\nContent-Length:\t17 \r\n\r\n",
        b"HTTP/1.1 301 \r\nLocation: /x\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
    ],
)
def test_status_and_length_are_those_python_reads(head: bytes) -> None:
    theirs = http.client.HTTPResponse(_Socket(head))
    theirs.begin()
    ours = decode_head(head)
    assert (ours.status, ours.body_length) == (theirs.status, theirs.length)


@pytest.mark.parametrize(
    "fields",
    [b"Transfer-Encoding: chunked\r\nContent-Length: 5", b"Content-Length: -5", b"Content-Length: 9e9", b"A: b"],
)
def test_length_that_is_none_is_not_believed(fields: bytes) -> None:
    assert decode_head(b"HTTP/1.1 200 OK\r\n" + fields + b"\r\n\r\n").body_length is None


def test_status_line_without_a_reason_is_sound() -> None:
    assert decode_head(b"HTTP/1.1 200\r\n\r\n").status == 200


def test_interim_answer_is_told_apart() -> None:
    assert decode_head(b"HTTP/1.1 103 Early Hints\r\n\r\n").is_interim
    assert not decode_head(b"HTTP/1.1 200 OK\r\n\r\n").is_interim


@pytest.mark.parametrize(
    "head",
    [
        b"\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 20 OK\r\n\r\n",
        b"HTTP/1.1 999 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n folded: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA: b\x00\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * (MOST_FIELDS + 1) + b"\r\n",
    ],
    ids=["nothing", "SSH", "HTTP/2", "two digits", "999", "no colon", "folded", "NUL", "too many fields"],
)
def test_what_is_no_head_is_refused(head: bytes) -> None:
    with pytest.raises(CodecError):
        decode_head(head)


@given(st.binary(max_size=256))
def test_any_bytes_are_a_head_or_a_codec_error(tail: bytes) -> None:
    try:
        head = decode_head(b"HTTP/1.1 200 OK\r\n" + tail)
    except CodecError:
        return
    assert head.status == 200


def test_request_asks_for_one_plain_answer() -> None:
    lines = encode_get("[::1]:8080", "/a?b", "agent").decode().split("\r\n")
    assert lines[:2] == ["GET /a?b HTTP/1.1", "Host: [::1]:8080"]
    assert "Connection: close" in lines
    assert lines[-2:] == ["", ""]
