"""Photos of work orders: taken from an upload, kept as files of our own names, served to people who are signed in."""

import os
import uuid
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Final

from aiohttp import web
from homeassistant.components.file_upload import process_uploaded_file
from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView

from ..const import DOMAIN
from .rules.life import OrderError
from .rules.order import Photo
from .rules.picture import CONTENT_TYPES, MOST_BYTES, make_picture

FOLDER: Final = f"{DOMAIN}/work_order_photos"
"""Below the configuration folder."""
ADDRESS: Final = f"/api/{DOMAIN}/work_order_photo"
LINK_LIFETIME: Final = timedelta(hours=12)
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=3600",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


async def async_take_upload(hass: HomeAssistant, file_id: str) -> Photo:
    """Keep an uploaded file as a photo; the upload is gone in any case.

    Raises OrderError for what is no photo, too large, or was never uploaded.
    """
    return await hass.async_add_executor_job(_take, hass, file_id, Path(hass.config.path(FOLDER)))


async def async_forget_photo(hass: HomeAssistant, photo: Photo) -> None:
    """Delete a photo that belongs to no order."""
    path = Path(hass.config.path(FOLDER)) / f"{photo.id}.{photo.kind}"
    await hass.async_add_executor_job(lambda: path.unlink(missing_ok=True))


@callback
def photo_url(hass: HomeAssistant, photo: Photo, refresh_token_id: str | None = None) -> str:
    """Return where a photo is shown for some hours. refresh_token_id: of the person it is for."""
    path = f"{ADDRESS}/{photo.id}.{photo.kind}"
    return async_sign_path(hass, path, LINK_LIFETIME, refresh_token_id=refresh_token_id)


class PhotoView(HomeAssistantView):
    """Serves one photo. Its name is one of ours; nothing of what a person typed is in it."""

    url = f"{ADDRESS}/{{photo_id:[0-9a-f]{{32}}}}.{{kind:jpg|png|webp}}"
    name = f"api:{DOMAIN}:work_order_photo"
    requires_auth = True

    async def get(self, request: web.Request, photo_id: str, kind: str) -> web.StreamResponse:
        """Return the photo."""
        hass = request.app[KEY_HASS]
        path = Path(hass.config.path(FOLDER)) / f"{photo_id}.{kind}"
        if not await hass.async_add_executor_job(path.is_file):
            return web.Response(status=HTTPStatus.NOT_FOUND)
        return web.FileResponse(path, headers={**_HEADERS, "Content-Type": CONTENT_TYPES[kind]})


@callback
def async_register_view(hass: HomeAssistant) -> None:
    """Serve photos from now on."""
    hass.http.register_view(PhotoView)


def _take(hass: HomeAssistant, file_id: str, folder: Path) -> Photo:
    try:
        with process_uploaded_file(hass, file_id) as path, path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (ValueError, OSError) as err:
        raise OrderError("photo_not_uploaded") from err
    picture = make_picture(data)
    photo = Photo(uuid.uuid7().hex, picture.kind)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / f"{photo.id}.{photo.kind}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(picture.data)
        file.flush()
        os.fsync(file.fileno())
    return photo
