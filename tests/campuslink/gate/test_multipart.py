"""Streams of parts, however they are cut, and an end to those without one."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec.multipart_stream import MOST_HEADER_BYTES, MOST_PART_BYTES, MultipartReader, Part, boundary_of
from campuslink.errors import CodecError

STREAM = (
    b"preamble that nobody reads\r\n"
    b"--MIME_boundary\r\nContent-Type: application/xml; charset=UTF-8\r\nContent-Length: 7\r\n\r\n<a></a>\r\n"
    b'--MIME_boundary\r\nContent-Type: application/json\r\n\r\n{"text": "--MIME_boundary"}\r\n'
    b"--MIME_boundary\nContent-Type: image/jpeg\nContent-Length: 4\n\n\xff\xd8\r\n\n"
    b"--MIME_boundary--\r\n"
)
"""By RFC 2046: two parts with a length, one that ends before the next boundary, one of them with bare line feeds."""
BODIES = [b"<a></a>", b'{"text": "--MIME_boundary"}', b"\xff\xd8\r\n"]


def read(portions: list[bytes]) -> list[Part]:
    reader = MultipartReader("MIME_boundary")
    return [part for portion in portions for part in reader.feed(portion)]


def test_parts_are_found_in_one_piece() -> None:
    parts = read([STREAM])
    assert [part.body for part in parts] == BODIES
    assert [part.content_type for part in parts] == ["application/xml", "application/json", "image/jpeg"]


@given(st.lists(st.integers(1, len(STREAM) - 1), max_size=12))
def test_parts_are_the_same_wherever_the_stream_is_cut(cuts: list[int]) -> None:
    places = [0, *sorted(set(cuts)), len(STREAM)]
    portions = [STREAM[start:end] for start, end in pairwise(places)]
    assert [part.body for part in read(portions)] == BODIES


def test_parts_are_the_same_byte_by_byte() -> None:
    assert [part.body for part in read([bytes([byte]) for byte in STREAM])] == BODIES


@given(st.binary(max_size=400))
def test_noise_never_breaks_the_reader(noise: bytes) -> None:
    assert all(isinstance(part, Part) for part in read([noise, STREAM[:80]]))


def test_headers_without_an_end_are_given_up() -> None:
    with pytest.raises(CodecError):
        read([b"--MIME_boundary\r\n" + b"X: " + b"y" * MOST_HEADER_BYTES])


@pytest.mark.parametrize("length", [b"Content-Length: 999999999\r\n", b""])
def test_a_part_without_an_end_is_given_up(length: bytes) -> None:
    head = b"--MIME_boundary\r\n" + length + b"\r\n"
    with pytest.raises(CodecError):
        read([head, *[bytes(65536)] * (MOST_PART_BYTES // 65536 + 1)])


def test_noise_without_a_boundary_is_not_kept() -> None:
    reader = MultipartReader("MIME_boundary")
    for _ in range(100):
        assert reader.feed(b"x" * 10_000) == []
    assert len(reader._buffer) < 100


@pytest.mark.parametrize(
    ("header", "boundary"),
    [
        ("multipart/mixed; boundary=MIME_boundary", "MIME_boundary"),
        ('multipart/x-mixed-replace;boundary="my boundary"', "my boundary"),
        ("multipart/mixed; boundary=--boundary", "boundary"),
    ],
)
def test_the_boundary_is_the_headers(header: str, boundary: str) -> None:
    assert boundary_of(header) == boundary


@pytest.mark.parametrize("header", ["", "text/html", "multipart/mixed", "text/plain; boundary=x"])
def test_an_answer_without_a_boundary_is_no_stream(header: str) -> None:
    with pytest.raises(CodecError):
        boundary_of(header)
