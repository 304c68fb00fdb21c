"""What dashboards are told of one site, worked out once for all pages that are open."""

from collections.abc import Iterable, Mapping
from typing import Any

from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..alerts.desk import async_peek_desk
from ..alerts.rules.alert import Alert
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from ..issues import Trouble
from ..site import SiteEntry
from .placed import PlacedDevice, async_place_devices
from .pulse import async_get_pulse
from .tiles import TileParts, by_room, make_tile, parts_of

type Tile = dict[str, Any]


class SiteBoard:
    """Looks at one site no more than once a beat. Rows that did not change are the same objects as before."""

    def __init__(self, hass: HomeAssistant, site: SiteEntry) -> None:
        """Use `async_get_board` instead."""
        self._hass = hass
        self._site = site
        self._pulse = async_get_pulse(hass)
        self._placed: tuple[PlacedDevice, ...] | None = None
        self._placed_from: tuple[object, list[DeviceCoordinator], dict[str, Trouble]] | None = None
        self._parts: dict[str, TileParts] = {}
        self._tiles: dict[str, dict[str, tuple[TileParts, Tile]]] = {}
        """By language, then by room."""
        self._looked_at = -1

    @property
    def devices(self) -> tuple[PlacedDevice, ...]:
        """Return every device of the site."""
        runtime = self._site.runtime_data
        source = (self._site.subentries, list(runtime.coordinators.values()), runtime.troubles)
        before = self._placed_from
        if (
            self._placed is None
            or before is None
            or before[0] is not source[0]
            or before[1] != source[1]
            or before[2] != source[2]
        ):
            self._placed = tuple(async_place_devices(self._hass, self._site))
            self._placed_from = (source[0], source[1], dict(source[2]))
        return self._placed

    def tiles(self, language: str) -> Mapping[str, Tile]:
        """Return the tile of each room, by subentry id, in the order of the rooms' names."""
        self._look()
        known = self._tiles.get(language, {})
        made: dict[str, tuple[TileParts, Tile]] = {}
        for room_id, parts in self._parts.items():
            old = known.get(room_id)
            is_same = old is not None and (old[0] is parts or old[0] == parts)
            made[room_id] = old if old is not None and is_same else (parts, make_tile(parts, language))
        self._tiles[language] = made
        return {room_id: tile for room_id, (_, tile) in made.items()}

    @callback
    def async_forget_places(self, _event: Event[Any] | None = None) -> None:
        """Find out anew what stands where."""
        self._placed = None

    def _look(self) -> None:
        if self._pulse.is_beating and self._pulse.number == self._looked_at:
            return
        self._looked_at = self._pulse.number
        runtime = self._site.runtime_data
        devices = _grouped(self.devices)
        alerts = self._alerts_by_area()
        recordings = by_room(runtime.recordings.ledger.recordings, dt_util.utcnow())
        self._parts = {
            room.id: parts_of(
                self._hass,
                self._site,
                room,
                devices=devices.get(room.area_id, ()),
                alerts=alerts.get(room.area_id, ()),
                recordings=recordings.get(room.id, ()),
            )
            for room in sorted(runtime.rooms.rooms.values(), key=lambda each: (each.title, each.id))
        }

    def _alerts_by_area(self) -> dict[str, list[Alert]]:
        desk = async_peek_desk(self._hass)
        found: dict[str, list[Alert]] = {}
        for alert in desk.alerts if desk else ():
            if alert.site == self._site.entry_id and alert.area_id:
                found.setdefault(alert.area_id, []).append(alert)
        return found


DATA_BOARDS: HassKey[dict[str, SiteBoard]] = HassKey(f"{DOMAIN}_dashboard_boards")


@callback
def async_get_board(hass: HomeAssistant, site: SiteEntry) -> SiteBoard:
    """Return the board of a running site; it ends with it."""
    boards = hass.data.setdefault(DATA_BOARDS, {})
    if (board := boards.get(site.entry_id)) is None:
        board = boards[site.entry_id] = SiteBoard(hass, site)
        site.async_on_unload(hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, board.async_forget_places))

        @callback
        def forget() -> None:
            boards.pop(site.entry_id, None)

        site.async_on_unload(forget)
    return board


@callback
def async_find_site(hass: HomeAssistant, entry_id: str) -> SiteEntry | None:
    """Return a site in operation."""
    return next((each for each in async_find_sites(hass, None) if each.entry_id == entry_id), None)


@callback
def async_find_sites(hass: HomeAssistant, entry_id: str | None) -> list[SiteEntry]:
    """Return the sites in operation, or one of them, by title."""
    found: Iterable[SiteEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    wanted = (each for each in found if entry_id in (None, each.entry_id))
    return sorted(wanted, key=lambda each: (each.title.casefold(), each.entry_id))


def _grouped(devices: Iterable[PlacedDevice]) -> dict[str, list[PlacedDevice]]:
    found: dict[str, list[PlacedDevice]] = {}
    for each in devices:
        if each.area_id:
            found.setdefault(each.area_id, []).append(each)
    return found
