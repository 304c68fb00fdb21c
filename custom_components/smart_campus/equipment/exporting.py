"""The ledger of a site, or of all, gathered for a file."""

from collections.abc import Iterator
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import floor_registry as fr
from homeassistant.util import dt as dt_util

from ..campuslink.errors import CodecError
from ..campuslink.profile.library import Library
from ..campuslink.profile.schema import Protocol
from ..const import CONF_AREA_ID, CONF_OPTIONS, CONF_PROFILE, DOMAIN
from ..flows.draft import Draft
from ..flows.forms import form_values
from ..flows.ways import transport_of
from ..recordings.options import CONF_SOURCES
from ..rooms.settings import CONF_TYPE, SUBENTRY_ROOM
from .devices import is_equipment
from .rules.asset import Asset
from .rules.export import ExportRow
from .rules.search import AssetQuery, search_assets
from .saving import async_get_whole_ledger

_LINE: Final = ("host", "port", "device", "baudrate", "parity", "stopbits", "address")


async def async_export_rows(hass: HomeAssistant, library: Library, site: str | None) -> list[ExportRow]:
    """Return what a file of the ledger holds. site: config entry id, None for all. No login is among it."""
    ledger = await async_get_whole_ledger(hass)
    found = search_assets(ledger.assets, AssetQuery(site=site), dt_util.now().date())
    gathered = _Gathered(hass, library)
    return [gathered.row(asset) for asset in found]


class _Gathered:
    def __init__(self, hass: HomeAssistant, library: Library) -> None:
        self._library = library
        self._areas = {area.id: area for area in ar.async_get(hass).async_list_areas()}
        self._floors = {floor.floor_id: floor.name for floor in fr.async_get(hass).async_list_floors()}
        self._devices: dict[str, ConfigSubentry] = {}
        self._types: dict[tuple[str, str], str] = {}
        for entry in hass.config_entries.async_entries(DOMAIN):
            self._devices |= {each.subentry_id: each for each in entry.subentries.values() if is_equipment(each)}
            self._types |= dict(_room_types(entry))

    @callback
    def row(self, asset: Asset) -> ExportRow:
        """Return an asset with everything its row holds."""
        area = self._areas.get(asset.area_id or "")
        device = self._devices.get(asset.device_subentry_id or "")
        return ExportRow(
            asset=asset,
            room=area.name if area else "",
            floor=self._floors.get(area.floor_id or "", "") if area else "",
            room_type=self._types.get((asset.site, asset.area_id or ""), ""),
            connection=self._connection(device) if device else {},
        )

    def _connection(self, device: ConfigSubentry) -> dict[str, str]:
        profile = self._library.get(str(device.data.get(CONF_PROFILE, "")))
        if profile is None:
            return {}
        try:
            draft = Draft.from_subentry(device, profile)
        except CodecError, KeyError:
            return {"profile": profile.id}
        values = form_values(draft, profile.transport.protocol)
        texts = {key: str(values[key]) for key in _LINE if values.get(key)}
        if profile.transport.protocol is Protocol.RTSP:
            texts["address"] = _streams(device.data.get(CONF_OPTIONS) or {})
        if draft.params:
            texts["parameters"] = "; ".join(f"{key}={value:g}" for key, value in sorted(draft.params.items()))
        return texts | {"profile": profile.id, "connection": transport_of(draft.endpoint).value}


def _room_types(entry: ConfigEntry) -> Iterator[tuple[tuple[str, str], str]]:
    for room in entry.get_subentries_of_type(SUBENTRY_ROOM):
        yield (entry.entry_id, str(room.data.get(CONF_AREA_ID))), str(room.data.get(CONF_TYPE, ""))


def _streams(options: Any) -> str:  # noqa: ANN401 - options as stored, of any age
    """Return the streams of a room as a row names them; whole addresses, which may hold a login, are left out."""
    sources = options.get(CONF_SOURCES) if hasattr(options, "get") else None
    named = [each for each in sources or () if isinstance(each, dict) and each.get("path")]
    is_whole = len(named) == len(sources or ())
    return "; ".join(f"{each['name']}={each['path']}" for each in named) if is_whole else ""
