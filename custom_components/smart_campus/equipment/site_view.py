"""Everything of Home Assistant a file is compared with, gathered at once so that a thread may do the comparing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import floor_registry as fr

from ..campuslink.profile.library import Library
from ..const import CONF_AREA_ID, CONF_PROFILE, DOMAIN
from ..rooms.settings import SUBENTRY_ROOM
from .devices import is_equipment
from .ledger import EquipmentLedger
from .rules.asset import Asset, number_key
from .rules.places import KnownPlace


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownDevice:
    """A device of any site."""

    entry_id: str
    subentry_id: str
    unique_id: str
    title: str
    kind: str
    profile: str
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class SitePlaces:
    """Rooms, areas and floors as they are now."""

    title: str
    """Of the site."""
    areas: tuple[KnownPlace, ...]
    floors: tuple[KnownPlace, ...]
    floor_of: Mapping[str, str]
    """Floor id by area id."""
    rooms: frozenset[str]
    """Areas that are rooms of the site."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteView:
    """A site as it is now."""

    site: str
    places: SitePlaces
    assets: Mapping[str, Asset]
    """Of all sites, by id."""
    numbers: Mapping[str, str]
    """Asset id by number as it is compared."""
    devices: Mapping[str, KnownDevice]
    """Of all sites, by subentry id."""
    library: Library
    revision: int
    """Of the ledger."""


@callback
def async_places(hass: HomeAssistant, entry: ConfigEntry) -> SitePlaces:
    """Return the places of a site, and those of others that it may not take over."""
    claims: dict[str, set[str]] = {}
    for other in hass.config_entries.async_entries(DOMAIN):
        for subentry in other.subentries.values():
            if subentry.subentry_type == SUBENTRY_ROOM:
                claims.setdefault(str(subentry.data.get(CONF_AREA_ID)), set()).add(other.entry_id)
    areas = ar.async_get(hass).async_list_areas()
    on_floor: dict[str, set[str]] = {}
    for area in areas:
        if area.floor_id:
            on_floor.setdefault(area.floor_id, set()).update(claims.get(area.id, ()))
    mine = entry.entry_id
    return SitePlaces(
        title=entry.title,
        areas=tuple(
            KnownPlace(id=each.id, name=each.name, is_foreign=_is_foreign(claims, each.id, mine)) for each in areas
        ),
        floors=tuple(
            KnownPlace(id=each.floor_id, name=each.name, is_foreign=_is_foreign(on_floor, each.floor_id, mine))
            for each in fr.async_get(hass).async_list_floors()
        ),
        floor_of={area.id: area.floor_id for area in areas if area.floor_id},
        rooms=frozenset(area_id for area_id, sites in claims.items() if mine in sites),
    )


@callback
def async_view(hass: HomeAssistant, entry: ConfigEntry, ledger: EquipmentLedger, library: Library) -> SiteView:
    """Return a site as it is now."""
    assets = {asset.asset_id: asset for asset in ledger.assets}
    return SiteView(
        site=entry.entry_id,
        places=async_places(hass, entry),
        assets=assets,
        numbers={number_key(asset.asset_number): asset.asset_id for asset in assets.values() if asset.asset_number},
        devices={
            subentry.subentry_id: KnownDevice(
                entry_id=other.entry_id,
                subentry_id=subentry.subentry_id,
                unique_id=subentry.unique_id or "",
                title=subentry.title,
                kind=subentry.subentry_type,
                profile=str(subentry.data.get(CONF_PROFILE, "")),
                data=subentry.data,
            )
            for other in hass.config_entries.async_entries(DOMAIN)
            for subentry in other.subentries.values()
            if is_equipment(subentry)
        },
        library=library,
        revision=ledger.revision,
    )


def _is_foreign(claims: Mapping[str, set[str]], place: str, mine: str) -> bool:
    sites = claims.get(place, set())
    return bool(sites) and mine not in sites
