"""Recordings in the media browser."""

from homeassistant.components.media_source import MediaSource
from homeassistant.core import HomeAssistant

from .archive.media.source import RecordingSource


async def async_get_media_source(hass: HomeAssistant) -> MediaSource:
    """Return the tree of recordings."""
    return RecordingSource(hass)
