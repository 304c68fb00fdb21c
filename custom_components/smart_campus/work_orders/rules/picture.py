"""Photos that people upload: nothing else, not too large, and without what a camera writes beside the picture."""

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from .life import OrderError

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
"""Told by the header of the file, before a pixel of it is unpacked."""
LONGEST_SIDE: Final = 2560
"""Larger pictures are made smaller."""

_MAGIC: Final = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"RIFF", "WEBP"))
SUFFIXES: Final = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
CONTENT_TYPES: Final = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it is kept."""

    data: bytes
    kind: str
    """``jpg``, ``png`` or ``webp``."""


def make_picture(data: bytes) -> Picture:
    """Return a photo drawn anew from its pixels: place, owner and whatever else a file can hide are gone.

    data: up to `MOST_BYTES` + 1 bytes of it. Raises OrderError for what is no photo, or too large.
    """
    if len(data) > MOST_BYTES:
        raise OrderError("photo_too_large", most=str(MOST_BYTES // 1024 // 1024))
    form = _form_of(data)
    try:
        with Image.open(io.BytesIO(data), formats=[form]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise OrderError("photo_too_many_pixels", most=str(MOST_PIXELS // 1_000_000))
            # A JPEG is unpacked no larger than it is kept
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            drawn = _drawn(opened, form)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as err:
        raise OrderError("photo_not_readable") from err
    buffer = io.BytesIO()
    drawn.save(buffer, form, **({"quality": 85} if form != "PNG" else {"optimize": True}))
    return Picture(buffer.getvalue(), SUFFIXES[form])


def _form_of(data: bytes) -> str:
    form = next((name for magic, name in _MAGIC if data.startswith(magic)), None)
    if form is None or (form == "WEBP" and data[8:12] != b"WEBP"):
        raise OrderError("photo_not_readable")
    return form


def _drawn(opened: Image.Image, form: str) -> Image.Image:
    upright = ImageOps.exif_transpose(opened)
    modes = ("RGB", "L") if form == "JPEG" else ("RGB", "RGBA", "L")
    has_alpha = form != "JPEG" and ("A" in upright.getbands() or "transparency" in upright.info)
    whole = upright if upright.mode in modes else upright.convert("RGBA" if has_alpha else "RGB")
    whole.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new(whole.mode, whole.size)
    bare.paste(whole)
    return bare
