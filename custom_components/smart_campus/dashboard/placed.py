"""The devices of a site with where they stand: those in operation, and those that something keeps from it."""

from collections.abc import Iterator
from dataclasses import dataclass

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from ..campuslink.model import Kind, Value
from ..coordinator import DeviceCoordinator
from ..kinds import KINDS
from ..network.telling import name_of
from ..site import SiteEntry
from .rules.words import Sentence

OCCUPANCY = "occupancy"
PROBLEM = "problem"


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedDevice:
    """One device of a site at one moment."""

    subentry: ConfigSubentry
    kind: Kind
    coordinator: DeviceCoordinator | None
    """None while something keeps it from operation."""
    entry: dr.AnyDeviceEntry | None
    """None before it was ever registered."""
    area_id: str | None
    name: str
    trouble: str
    """Why it is not in operation; empty while it is."""

    @property
    def device_id(self) -> str | None:
        """Return its id in the device registry."""
        return None if self.entry is None else self.entry.id

    @property
    def is_reachable(self) -> bool | None:
        """Whether it answers; None before it was asked."""
        return False if self.coordinator is None else self.coordinator.polled.reachable

    @property
    def is_offline(self) -> bool:
        """Whether it is known not to answer, or not to be in operation."""
        return self.is_reachable is False

    @property
    def since(self) -> str | None:
        """Return since when it does not answer, where that is known."""
        at = None if self.coordinator is None else self.coordinator.unreachable_since
        return None if at is None else dt_util.as_local(dt_util.utc_from_timestamp(at)).isoformat()

    def value(self, point: str) -> Value:
        """Return a point's value now; None where there is no good one."""
        reading = self.coordinator.snapshot.readings.get(point) if self.coordinator else None
        return reading.value if reading is not None and reading.is_good else None


@callback
def async_place_devices(hass: HomeAssistant, site: SiteEntry) -> Iterator[PlacedDevice]:
    """Yield every device of a running site."""
    runtime, registry = site.runtime_data, dr.async_get(hass)
    known = {each.config_subentry_id: each for each in dr.async_entries_for_config_entry(registry, site.entry_id)}
    for subentry in site.subentries.values():
        kind = _kind_of(subentry)
        if kind is None:
            continue
        subentry_id = subentry.subentry_id
        coordinator, trouble = runtime.coordinators.get(subentry_id), runtime.troubles.get(subentry_id)
        if coordinator is None and trouble is None:
            continue
        entry = registry.async_get(coordinator.registry_id) if coordinator else known.get(subentry_id)
        yield PlacedDevice(
            subentry=subentry,
            kind=kind,
            coordinator=coordinator,
            entry=entry,
            area_id=dr.async_get_effective_area_id(hass, entry) if entry else None,
            name=(entry.name_by_user or entry.name if entry else None) or subentry.title,
            trouble=trouble.key if trouble else "",
        )


@callback
def why_offline(site: SiteEntry, device: PlacedDevice) -> tuple[Sentence, str | None]:
    """Return why a device does not answer, and the name of what it is because of, where it is because of another."""
    if device.coordinator is None:
        return Sentence("not_in_operation"), None
    network, key = site.runtime_data.network, device.coordinator.key
    culprit = network.cause_of(key)
    if culprit == key:
        return Sentence("no_answer"), None
    cause = name_of(network, culprit)
    return Sentence("behind", {"cause": cause}), cause


@callback
def problem_of(site: SiteEntry, device: PlacedDevice) -> Sentence | None:
    """Return what is wrong with a device."""
    if device.is_offline:
        return why_offline(site, device)[0]
    return Sentence("fault") if device.value(PROBLEM) is True else None


def _kind_of(subentry: ConfigSubentry) -> Kind | None:
    return Kind(subentry.subentry_type) if subentry.subentry_type in KINDS else None
