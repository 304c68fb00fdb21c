"""Keeps the ledger equal to the devices of a site: each is an asset, and what it tells of itself is filled in."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later

from ..const import CONF_KEY, DOMAIN
from ..coordinator import Spawn
from ..roster import EntityRoster
from ..store.rules.errors import StoreError
from .devices import NO_LINK, is_equipment, link_of
from .entities import EquipmentTally, equipment_entities
from .importing import async_get_importer
from .ledger import Edit, EquipmentLedger, async_get_ledger
from .news import SIGNAL_EQUIPMENT
from .rules.asset import Asset, AssetState
from .rules.change import DEVICE

_LOGGER = logging.getLogger(__name__)

GATHER_S: Final = 2.0
"""What is told within so long is written in one go."""
RETRY_S: Final = 60.0


class SiteEquipment:
    """The share of one site in the ledger."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        roster: EntityRoster,
        spawn: Spawn,
    ) -> None:
        """spawn: starts named work that ends with the site."""
        self._hass = hass
        self._entry = entry
        self._spawn = spawn
        self._roster = roster
        self._tally = EquipmentTally(entry)
        self._has_news = False
        self._task: asyncio.Task[None] | None = None
        self._pause: CALLBACK_TYPE | None = None
        """Ends the time in which news are gathered; None when they are taken at once."""
        self._held = 0
        self._is_failing = False
        self._is_resumed = False

    @callback
    def async_start(self) -> None:
        """Follow the devices of the site until it ends."""
        unload = self._entry.async_on_unload
        unload(self._hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, self._on_registry))
        unload(async_dispatcher_connect(self._hass, SIGNAL_EQUIPMENT, self._on_ledger))
        unload(self._end_pause)
        self.async_follow()

    @callback
    def async_follow(self) -> None:
        """Look at the devices again soon."""
        self._has_news = True
        if self._pause is None and (self._task is None or self._task.done()):
            self._task = self._spawn(self._async_look(), "equipment")

    @callback
    def async_hold(self) -> Callable[[], None]:
        """Leave the ledger to an import. Return what ends that."""
        self._held += 1

        @callback
        def end() -> None:
            self._held -= 1
            self.async_follow()

        return end

    async def async_take_over(self) -> None:
        """Write down what the devices of the site tell now, unless an import does. Raises StoreError."""
        ledger = await async_get_ledger(self._hass)
        await ledger.async_catch_up()
        if not self._held and (edits := self._edits(ledger)):
            await ledger.async_edit(edits, DEVICE, is_told=True)
        self._tally.async_take(ledger.of_site(self._entry.entry_id))
        if self._tally.is_kept:
            self._roster.show_on_site("equipment", partial(equipment_entities, self._tally))

    async def _async_look(self) -> None:
        """Take what is new, and leave what comes next for a while. Nothing runs in between."""
        self._has_news = False
        if self._held:
            return
        pause_s = GATHER_S
        try:
            await self._async_resume()
            await self.async_take_over()
        except StoreError as err:
            if not self._is_failing:
                _LOGGER.warning("%s: the equipment ledger waits for its database: %s", self._entry.title, err)
            self._is_failing = self._has_news = True
            pause_s = RETRY_S
        else:
            self._is_failing = False
        job = HassJob(self._on_pause_over, "smart_campus equipment", cancel_on_shutdown=True)
        self._pause = async_call_later(self._hass, pause_s, job)

    @callback
    def _on_pause_over(self, _now: datetime) -> None:
        self._pause = None
        if self._has_news:
            self.async_follow()

    @callback
    def _end_pause(self) -> None:
        if self._pause is not None:
            self._pause()

    async def _async_resume(self) -> None:
        """Finish, once after each start, what a restart interrupted."""
        if not self._is_resumed:
            await async_get_importer(self._hass).async_resume(self._entry)
            self._is_resumed = True

    def _edits(self, ledger: EquipmentLedger) -> list[Edit]:
        """Return what has to be written; devices without an asset get one, without a number."""
        devices = {each.subentry_id: each for each in self._entry.subentries.values() if is_equipment(each)}
        known = {asset.device_subentry_id: asset for asset in ledger.of_site(self._entry.entry_id)}
        gone = [asset for subentry_id, asset in known.items() if subentry_id and subentry_id not in devices]
        spare = {asset.serial: asset for asset in (*gone, *_unlinked(ledger)) if asset.serial}
        edits: dict[str, Edit] = {asset.asset_id: Edit(asset_id=asset.asset_id, link=NO_LINK) for asset in gone}
        for subentry_id, subentry in devices.items():
            told = self._told(subentry)
            asset = known.get(subentry_id) or spare.pop(told.get("serial") or "", None)
            link = {**link_of(subentry), "site": self._entry.entry_id}
            if asset is None:
                edits[subentry_id] = Edit(site=self._entry.entry_id, told=told, link=link)
            elif asset.device_subentry_id != subentry_id or _is_news(asset, told, link):
                edits[asset.asset_id] = Edit(asset_id=asset.asset_id, told=told, link=link)
        return list(edits.values())

    def _told(self, subentry: ConfigSubentry) -> dict[str, str | None]:
        """Return what a device tells of itself, as far as it was in operation once."""
        registry = dr.async_get(self._hass)
        identifier = (DOMAIN, str(subentry.data.get(CONF_KEY, "")))
        device = registry.async_get_device_by_identifier(identifier, self._entry.entry_id)
        if not isinstance(device, dr.DeviceEntry):
            return {"name": subentry.title}
        return {
            "name": device.name_by_user or device.name or subentry.title,
            "manufacturer": device.manufacturer,
            "model": device.model,
            "serial": device.serial_number,
            "firmware": device.sw_version,
            "area_id": device.area_id,
        }

    @callback
    def _on_registry(self, event: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
        device = dr.async_get(self._hass).async_get(event.data["device_id"])
        if device is None or device.config_entry_id == self._entry.entry_id:
            self.async_follow()

    @callback
    def _on_ledger(self, sites: set[str]) -> None:
        if self._entry.entry_id in sites and not self._held:
            self.async_follow()


def _unlinked(ledger: EquipmentLedger) -> list[Asset]:
    return [
        asset
        for asset in ledger.assets
        if asset.device_subentry_id is None and asset.kind and asset.state is not AssetState.RETIRED
    ]


def _is_news(asset: Asset, told: dict[str, str | None], link: dict[str, Any]) -> bool:
    is_told = any(text and asset.told.get(key) != text for key, text in told.items())
    return is_told or any(getattr(asset, key) != value for key, value in link.items())
