"""Which recorders of a site record which room: those whose device stands in the room's area."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..campuslink.device.recorder.recorder import Recorder
from ..campuslink.errors import CodecError
from ..campuslink.model import Kind
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from ..settings import DeviceSettings


@dataclass(frozen=True, kw_only=True, slots=True)
class RecorderPlace:
    """A recorder as it was set up, in operation or not."""

    subentry_id: str
    key: str
    name: str
    area_id: str


def recorders_of(hass: HomeAssistant, entry: ConfigEntry) -> Iterator[RecorderPlace]:
    """Yield every recorder of a site that stands in an area."""
    registry = dr.async_get(hass)
    for subentry in entry.get_subentries_of_type(Kind.RECORDER.value):
        try:
            key = DeviceSettings.from_subentry(subentry).key
        except CodecError:
            continue
        device = registry.async_get_device_by_identifier((DOMAIN, key), entry.entry_id)
        area_id = dr.async_get_effective_area_id(hass, device) if device else None
        if device is not None and area_id:
            name = device.name_by_user or device.name or subentry.title
            yield RecorderPlace(subentry_id=subentry.subentry_id, key=key, name=name, area_id=area_id)


def recorder_of(coordinators: Mapping[str, DeviceCoordinator], key: str) -> tuple[DeviceCoordinator, Recorder] | None:
    """Return a recorder in operation by its key."""
    for coordinator in coordinators.values():
        if coordinator.key == key and isinstance(coordinator.device, Recorder):
            return coordinator, coordinator.device
    return None
