"""What a device is in Home Assistant's registries: its name, room and identity."""

from collections.abc import Collection, Mapping

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity

from .campuslink.model import DeviceIdentity
from .campuslink.profile.schema import Profile
from .const import DOMAIN
from .products import find_product
from .settings import DeviceSettings


def is_known_device(hass: HomeAssistant, entry: ConfigEntry, key: str) -> bool:
    """Return whether the site has a device of this key."""
    return dr.async_get(hass).async_get_device_by_identifier((DOMAIN, key), entry.entry_id) is not None


def name_device(settings: DeviceSettings) -> DeviceInfo:
    """Return what the installer calls a device."""
    return DeviceInfo(identifiers={(DOMAIN, settings.key)}, name=settings.title)


def describe_device(settings: DeviceSettings, profile: Profile) -> DeviceInfo:
    """Return what is known of a device before it was asked."""
    product = find_product(profile, settings.model)
    return DeviceInfo(
        identifiers={(DOMAIN, settings.key)},
        name=settings.title,
        manufacturer=product.brand or None,
        model=product.model,
    )


@callback
def async_adopt_device(
    hass: HomeAssistant, entry: ConfigEntry, subentry_id: str, settings: DeviceSettings, info: DeviceInfo
) -> str:
    """Register a device and return its registry id. The room of the settings counts when it is new.

    info: for a device known already, only what is news; what it told of itself stays.
    """
    registry = dr.async_get(hass)
    known = registry.async_get_device_by_identifier((DOMAIN, settings.key), entry.entry_id)
    device = registry.async_get_or_create(config_entry_id=entry.entry_id, config_subentry_id=subentry_id, **info)
    if known is None and settings.area_id:
        registry.async_update_device(device.id, area_id=settings.area_id)
    return device.id


@callback
def async_follow_settings(hass: HomeAssistant, registry_id: str, old: DeviceSettings, new: DeviceSettings) -> None:
    """Take over a new name or room; what a person set in the registry itself is left alone otherwise."""
    registry = dr.async_get(hass)
    if new.title != old.title:
        registry.async_update_device(registry_id, name=new.title)
    if new.area_id != old.area_id:
        registry.async_update_device(registry_id, area_id=new.area_id)


@callback
def async_note_identity(hass: HomeAssistant, registry_id: str, identity: DeviceIdentity) -> bool:
    """Show who the device says it is. Return whether its serial number is another than before."""
    registry = dr.async_get(hass)
    device = registry.async_get(registry_id)
    if not isinstance(device, dr.DeviceEntry):
        return False
    registry.async_update_device(
        registry_id,
        manufacturer=identity.manufacturer or device.manufacturer,
        model=identity.model or device.model,
        serial_number=identity.serial or device.serial_number,
        sw_version=identity.firmware or device.sw_version,
    )
    return bool(identity.serial and device.serial_number and identity.serial != device.serial_number)


@callback
def async_drop_foreign_entities(
    hass: HomeAssistant, registry_id: str, entities: Mapping[Platform, Collection[Entity]]
) -> None:
    """Remove the device's registered entities that it does not have any more. entities: those it has, by platform."""
    wanted = {(platform, entity.unique_id) for platform, members in entities.items() for entity in members}
    registry = er.async_get(hass)
    for entity in er.async_entries_for_device(registry, registry_id, include_disabled_entities=True):
        if entity.platform == DOMAIN and (entity.domain, entity.unique_id) not in wanted:
            registry.async_remove(entity.entity_id)
