"""Files that come to the ledger: uploaded, from a folder that is allowed, or from the media."""

from pathlib import Path

from homeassistant.components.file_upload import process_uploaded_file
from homeassistant.components.media_source import (
    Unresolvable,
    async_resolve_media,
    is_media_source_id,
)
from homeassistant.core import HomeAssistant

from ..sheets.rules.table_file import MOST_BYTES, TableFileError


async def async_read_upload(hass: HomeAssistant, file_id: str) -> bytes:
    """Return an uploaded file, which is gone then. Raises TableFileError."""

    def read() -> bytes:
        try:
            with process_uploaded_file(hass, file_id) as path:
                return _read(path)
        except (ValueError, OSError) as err:
            if isinstance(err, TableFileError):
                raise
            raise TableFileError("file_not_there", file_id[:40]) from None

    return await hass.async_add_executor_job(read)


async def async_read_file(hass: HomeAssistant, place: str) -> bytes:
    """Return a file by its path, or by its place among the media. Raises TableFileError."""
    path = Path(place)
    if is_media_source_id(place):
        try:
            media = await async_resolve_media(hass, place, None)
        except Unresolvable:
            raise TableFileError("file_not_there", place[:120]) from None
        if media.path is None:
            raise TableFileError("file_not_there", place[:120])
        path = media.path
    elif not hass.config.is_allowed_path(place):
        raise TableFileError("file_not_allowed", place[:120])

    def read() -> bytes:
        try:
            return _read(path)
        except OSError:
            raise TableFileError("file_not_there", place[:120]) from None

    return await hass.async_add_executor_job(read)


def _read(path: Path) -> bytes:
    """Return a file unless it is too large to be looked at. Blocks."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)
