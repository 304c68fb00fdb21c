"""What people upload is drawn anew, and anything but a photo of a fair size is refused."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

import custom_components  # noqa: F401  found here before the harness puts its own folder of that name first
from custom_components.smart_campus.work_orders.rules.life import OrderError
from custom_components.smart_campus.work_orders.rules.picture import MOST_BYTES, make_picture

MARK = b"TEACHER-AT-HOME"


def photo(form: str, *, size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(buffer, form, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(("form", "kind"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_photo_stays_a_photo_of_its_kind(form: str, kind: str) -> None:
    picture = make_picture(photo(form))

    assert picture.kind == kind
    with Image.open(io.BytesIO(picture.data)) as drawn:
        assert (drawn.format, drawn.size) == (form, (40, 20))
        red, green, blue = drawn.convert("RGB").getpixel((20, 10))  # type: ignore[misc]  # three bands
    assert abs(red - 200) < 8
    assert abs(green - 30) < 8
    assert abs(blue - 30) < 8


def test_place_and_owner_that_a_camera_wrote_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010E] = MARK.decode()
    exif.get_ifd(0x8825)[1] = "N"
    taken = photo("JPEG", exif=exif, comment=MARK)
    assert MARK in taken

    kept = make_picture(taken).data

    assert MARK not in kept
    with Image.open(io.BytesIO(kept)) as drawn:
        assert dict(drawn.getexif()) == {}


def test_photo_that_a_camera_turned_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter

    with Image.open(io.BytesIO(make_picture(photo("JPEG", exif=exif)).data)) as drawn:
        assert drawn.size == (20, 40)


def test_text_and_page_behind_a_picture_are_gone() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("note", MARK.decode())

    kept = make_picture(photo("PNG", pnginfo=texts) + b"<script>alert(1)</script>" + MARK).data

    assert MARK not in kept
    assert b"<script>" not in kept


def test_large_photo_becomes_smaller() -> None:
    with Image.open(io.BytesIO(make_picture(photo("JPEG", size=(5120, 1280))).data)) as drawn:
        assert drawn.size == (2560, 640)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!DOCTYPE html><script>alert(document.domain)</script>",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"\xff\xd8\xff<html>not a photo</html>",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        b"RIFF\x10\x00\x00\x00WAVEfmt ",
        photo("PNG")[:60],
        photo("JPEG")[:40],
    ],
    ids=["nothing", "page", "gif", "svg", "page with magic", "noise with magic", "sound", "cut png", "cut jpeg"],
)
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(OrderError, match="photo_not_readable"):
        make_picture(data)


def test_file_beyond_the_limit_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(OrderError, match="photo_too_large"):
        make_picture(photo("JPEG") + b"\x00" * MOST_BYTES)


def test_picture_that_would_fill_the_memory_is_refused_by_its_header() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00" * 1000)) + chunk(b"IEND", b"")

    with pytest.raises(OrderError, match=r"photo_too_many_pixels|photo_not_readable"):
        make_picture(bomb)


def test_transparent_picture_keeps_its_transparency() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(buffer, "PNG")

    with Image.open(io.BytesIO(make_picture(buffer.getvalue()).data)) as drawn:
        assert drawn.getpixel((1, 1)) == (0, 0, 0, 0)
