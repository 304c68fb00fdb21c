"""What stands in a room that a class needs: projectors, recorders, lights, and other switches a person named."""

from collections.abc import Iterator
from dataclasses import dataclass

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from ..campuslink.device.recorder.recorder import Recorder
from ..campuslink.model import Kind
from ..coordinator import DeviceCoordinator
from ..rooms.contents import async_entities_in
from ..rooms.settings import RoomSettings
from ..rooms.site_rooms import SiteRooms


@dataclass(frozen=True, kw_only=True, slots=True)
class EntityGroup:
    """Entities of one device that are turned on or off together, or one entity without a device."""

    name: str
    device_id: str | None
    kind: Kind | None
    entity_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RoomStock:
    """What there is."""

    projectors: tuple[DeviceCoordinator, ...]
    recorders: tuple[DeviceCoordinator, ...]
    lights: tuple[EntityGroup, ...]
    switches: tuple[EntityGroup, ...]


@callback
def async_stock_of(hass: HomeAssistant, rooms: SiteRooms, room: RoomSettings) -> RoomStock:
    """Return what stands in a room. Lights are those of the area, of any integration, that are enabled."""
    devices = sorted(rooms.coordinators.values(), key=lambda each: (each.settings.title, each.key))
    here = [each for each in devices if each.area_id == room.area_id]
    kinds = {each.registry_id: each.settings.kind for each in rooms.coordinators.values()}
    entities = async_entities_in(hass, room.area_id)
    lights = [each for each in entities if each.domain == Platform.LIGHT and each.entity_category is None]
    registry = er.async_get(hass)
    named = [registry.async_get(entity_id) or entity_id for entity_id in room.class_switches]
    return RoomStock(
        projectors=tuple(each for each in here if each.settings.kind is Kind.PROJECTOR),
        recorders=tuple(each for each in here if isinstance(each.device, Recorder)),
        lights=tuple(_grouped(hass, lights, kinds, Kind.LIGHTING)),
        switches=tuple(_grouped(hass, named, kinds, None)),
    )


def _grouped(
    hass: HomeAssistant,
    found: list[er.RegistryEntry] | list[er.RegistryEntry | str],
    kinds: dict[str, Kind],
    kind: Kind | None,
) -> Iterator[EntityGroup]:
    """Yield entities by device; one without a device, or known by its id only, is a group of its own."""
    groups: dict[str, list[str]] = {}
    devices: dict[str, str] = {}
    for each in found:
        entity_id = each if isinstance(each, str) else each.entity_id
        device_id = None if isinstance(each, str) else each.device_id
        groups.setdefault(device_id or entity_id, []).append(entity_id)
        if device_id:
            devices[device_id] = device_id
    registry = dr.async_get(hass)
    for key, members in groups.items():
        device = registry.async_get(devices[key]) if key in devices else None
        state = hass.states.get(members[0])
        name = (device.name_by_user or device.name if device else None) or (state.name if state else key)
        yield EntityGroup(
            name=name,
            device_id=devices.get(key),
            kind=kinds.get(key, kind),
            entity_ids=tuple(sorted(members)),
        )
