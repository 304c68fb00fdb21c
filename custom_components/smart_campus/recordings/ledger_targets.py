"""Which recordings the target of a trigger, a condition or an action means."""

from collections.abc import Iterator

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..const import DOMAIN
from ..targets import Targets
from .auto import AutoRecording
from .rules.subject import Subject


def is_meant(hass: HomeAssistant, targets: Targets, subject: Subject) -> bool:
    """Return whether targets mean a recording: its area, its room, its recorder, or an entity of either."""
    if targets.is_everything or subject.area_id in targets.area_ids:
        return True
    registry = dr.async_get(hass)
    devices = (
        registry.async_get_device_by_identifier((DOMAIN, key), subject.site_id)
        for key in (subject.device_key, f"room:{subject.room_id}")
    )
    return any(device is not None and device.id in targets.device_ids for device in devices)


def running_sites(hass: HomeAssistant) -> Iterator[AutoRecording]:
    """Yield what records by timetable in each running site."""
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        yield entry.runtime_data.recordings
