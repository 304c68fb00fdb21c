"""Pictures of what a recorder would record, as a camera."""

import asyncio
from typing import Any, Final, override

from homeassistant.components.camera import Camera
from homeassistant.components.camera.const import CameraEntityFeature
from homeassistant.core import callback

from ..campuslink.device.recorder.orders import RecorderState
from ..campuslink.errors import CampusLinkError
from ..coordinator import DeviceCoordinator
from ..entity import DeviceEntity
from .targets import recorder_of

PICTURE_LIMIT: Final = 8 * 1024 * 1024
"""Bytes; larger ones are no preview."""

FETCH_LIMIT_S: Final = 10.0
KEPT_S: Final = 2.0
"""For how long one picture serves everybody who looks."""

CONTENT_TYPES: Final = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))
"""How a picture begins, and what it is; anything else a device sends is none."""


class RecorderCamera(DeviceEntity, Camera):
    """Still pictures; a live stream too where the recorder has one and a person allowed it."""

    _attr_translation_key = "recorder_preview"

    def __init__(self, coordinator: DeviceCoordinator, *, allow_live: bool) -> None:
        """coordinator: of a recorder with a preview."""
        super().__init__(coordinator, "preview")
        Camera.__init__(self)
        self._live = recorder_of(coordinator).live_url if allow_live else None
        if self._live:
            self._attr_supported_features = CameraEntityFeature.STREAM
        self._picture: bytes | None = None
        self._fetched_at = -KEPT_S
        self._lock = asyncio.Lock()
        self._shown: tuple[Any, ...] = ()

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.ask_for("state")
        self._read()

    @override
    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        async with self._lock:
            if self.hass.loop.time() - self._fetched_at >= KEPT_S:
                self._picture = await self._async_fetch()
                self._fetched_at = self.hass.loop.time()
            return self._picture

    @override
    async def stream_source(self) -> str | None:
        return self._live

    async def _async_fetch(self) -> bytes | None:
        """Return a picture; None while there is none. Everybody who looks waits for one and the same."""
        try:
            async with asyncio.timeout(FETCH_LIMIT_S):
                picture = await recorder_of(self._coordinator).preview()
        except CampusLinkError, TimeoutError:
            return None
        kind = next((kind for start, kind in CONTENT_TYPES if picture and picture.startswith(start)), None)
        if picture is None or kind is None or len(picture) > PICTURE_LIMIT:
            return None
        self.content_type = kind
        return picture

    @callback
    @override
    def _on_report(self) -> None:
        before = self._shown
        self._read()
        if self._shown != before:
            self.async_write_ha_state()

    def _read(self) -> None:
        self._attr_is_recording = self.value_of("state") == RecorderState.RECORDING
        self._shown = (self.available, self._attr_is_recording)
