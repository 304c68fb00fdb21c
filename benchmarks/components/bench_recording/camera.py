"""Cameras that only have a stream."""

from typing import override

from homeassistant.components.camera import Camera, CameraEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddEntitiesCallback
from homeassistant.helpers.typing import ConfigType, DiscoveryInfoType


class StreamCamera(Camera):
    """One camera."""

    _attr_supported_features = CameraEntityFeature.STREAM

    def __init__(self, name: str, url: str) -> None:
        super().__init__()
        self._attr_name = name
        self._url = url

    @override
    async def stream_source(self) -> str | None:
        return self._url

    @override
    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        return None


async def async_setup_platform(
    hass: HomeAssistant,  # noqa: ARG001 - called with it
    config: ConfigType,  # noqa: ARG001 - called with it
    async_add_entities: AddEntitiesCallback,
    discovery_info: DiscoveryInfoType | None = None,
) -> None:
    """Add as many cameras as were asked for."""
    if discovery_info:
        count, url = discovery_info["cameras"], discovery_info["url"]
        async_add_entities([StreamCamera(f"room {number}", url) for number in range(count)])
