"""Pictures a recorder hands out: JPEG or PNG, and not too large."""

from ...errors import GarbledAnswerError

MOST_PICTURE_BYTES = 4 << 20
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def require_picture(data: bytes) -> bytes:
    """Return the data if it begins like a JPEG or PNG. Raises GarbledAnswerError."""
    if not data.startswith(_BEGINNINGS):
        raise GarbledAnswerError("what came is no picture")
    return data
