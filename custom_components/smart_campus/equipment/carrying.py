"""One step of an import done: the asset in the ledger, its room, its device. Doing it again changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import AbortFlow

from ..campuslink.model import Kind
from ..const import CONF_AREA_ID, CONF_CREDENTIALS, CONF_KEY, CONF_OPTIONS, DOMAIN
from ..flows.draft import key_of
from ..flows.known import free_key, place_in_room
from .devices import NO_LINK, link_of
from .ledger import Edit, EquipmentError, EquipmentLedger
from .placing import PlaceMaker
from .rules.change import By
from .rules.fields import read_values


@dataclass(slots=True)
class Done:
    """What came of the steps so far."""

    devices: list[str] = field(default_factory=list)
    """Subentries that were added."""
    changed: int = 0
    """Assets and devices that were not so before."""
    failed: list[dict[str, Any]] = field(default_factory=list)
    """Rows that could not be done any more, with the key of a sentence."""


@dataclass(slots=True)
class StepCarrier:
    """Carries out the steps of one import, some at a time."""

    hass: HomeAssistant
    entry: ConfigEntry
    ledger: EquipmentLedger
    places: PlaceMaker
    by: By
    note: str
    done: Done = field(default_factory=Done)

    async def async_carry(self, steps: Sequence[Mapping[str, Any]]) -> None:
        """Do some steps: what the ledger holds is on a disk before a device is added."""
        prepared = [self._prepare(step) for step in steps]
        before = {each.asset_id: asset.version for each, _ in prepared if (asset := self.ledger.find(each.asset_id))}
        try:
            changed = await self.ledger.async_edit([edit for edit, _ in prepared], self.by, self.note)
            self.done.changed += sum(before.get(asset.asset_id) != asset.version for asset in changed)
        except EquipmentError as err:
            if len(steps) > 1:
                # One of them spoils the rest: each alone
                for step in steps:
                    await self.async_carry([step])
                return
            self.done.failed.append({"row": steps[0]["row"], "key": err.key, **err.placeholders})
            return
        for _, subentry in prepared:
            if subentry is not None:
                self._put(subentry)

    @callback
    def _prepare(self, step: Mapping[str, Any]) -> tuple[Edit, ConfigSubentry | None]:
        """Return what becomes of the asset, and the device to add or change."""
        values = read_values(step["values"])
        asset = self.ledger.find(step["asset_id"] or str(values.get("asset_number", "")))
        if step["room"] is not None:
            values["area_id"] = self.places.area_of(step["room"])
        link: Mapping[str, Any] = {}
        subentry = None
        if (device := step["device"]) is not None:
            known = self._known(device)
            subentry = self._subentry(device, known, values.get("area_id") or (asset.area_id if asset else None))
            link = link_of(subentry)
        elif asset is not None and asset.device_subentry_id and asset.device_subentry_id not in self.entry.subentries:
            link = NO_LINK
        elif asset is not None and asset.device_subentry_id and "area_id" in values:
            key = str(self.entry.subentries[asset.device_subentry_id].data.get(CONF_KEY, ""))
            place_in_room(self.hass, self.entry, key, values["area_id"])
        edit = Edit(asset_id=asset.asset_id if asset else "", site=self.entry.entry_id, values=values, link=link)
        return edit, subentry

    def _known(self, device: Mapping[str, Any]) -> ConfigSubentry | None:
        """Return the device of a step: the one it changes, or one an earlier attempt added."""
        if (known := self.entry.subentries.get(device["subentry_id"])) is not None:
            return known
        others = self.entry.subentries.values()
        return next((each for each in others if each.unique_id == device["unique_id"]), None)

    def _subentry(self, device: Mapping[str, Any], known: ConfigSubentry | None, area_id: str | None) -> ConfigSubentry:
        """Return the device as its set-up would store it, with the login of the one it shares."""
        stored = dict(known.data) if known else {}
        data: dict[str, Any] = {**device["data"]}
        if known is None:
            name = data[CONF_KEY].removeprefix(f"{device['kind']}:")
            data[CONF_KEY] = free_key(self.hass, key_of(Kind(device["kind"]), name))
        else:
            data[CONF_KEY] = stored[CONF_KEY]
        if options := {**stored.get(CONF_OPTIONS, {}), **device["options"]}:
            data[CONF_OPTIONS] = options
        lender = self._find(device["login_of"]) or known
        if lender is not None and (login := lender.data.get(CONF_CREDENTIALS)):
            data[CONF_CREDENTIALS] = dict(login)
        if area_id:
            data[CONF_AREA_ID] = area_id
        described: dict[str, Any] = {"subentry_id": known.subentry_id} if known else {}
        return ConfigSubentry(
            data=MappingProxyType(data),
            subentry_type=device["kind"],
            title=known.title if known else device["title"],
            unique_id=device["unique_id"],
            **described,
        )

    def _find(self, subentry_id: str) -> ConfigSubentry | None:
        sites = self.hass.config_entries.async_entries(DOMAIN)
        return next((site.subentries[subentry_id] for site in sites if subentry_id in site.subentries), None)

    @callback
    def _put(self, subentry: ConfigSubentry) -> None:
        """Add a device, or make the one there is what the subentry says."""
        entries = self.hass.config_entries
        known = self.entry.subentries.get(subentry.subentry_id)
        try:
            if known is None:
                entries.async_add_subentry(self.entry, subentry)
                self.done.devices.append(subentry.subentry_id)
                self.done.changed += 1
                return
            self.done.changed += entries.async_update_subentry(
                self.entry, known, data=subentry.data, title=subentry.title, unique_id=subentry.unique_id
            )
        except AbortFlow:
            self.done.failed.append({"row": 0, "key": "import_place_taken", "name": subentry.title})
            return
        place_in_room(self.hass, self.entry, known.data[CONF_KEY], subentry.data.get(CONF_AREA_ID))
