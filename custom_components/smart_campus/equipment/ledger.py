"""The equipment ledger of the installation: every asset in memory, every change on a disk."""

import asyncio
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..once import Once, async_once
from ..store import DurableStore, async_get_store
from ..store.rules.errors import StoreError
from .news import SIGNAL_EQUIPMENT
from .rules.asset import Asset, AssetState, changes_between, edit, number_key, take_told
from .rules.change import MOST_REASON, By, Entry
from .rules.journal import ImportJob
from .rules.tables import PART, change_payload, import_payload, make_part, read_assets, read_history, read_imports

MOST_HISTORY: Final = 500
MOST_IMPORTS: Final = 20


class EquipmentError(Exception):
    """The ledger does not take a change; the key is a translation key of a sentence."""

    def __init__(self, key: str, **placeholders: str) -> None:
        super().__init__(key)
        self.key = key
        self.placeholders = placeholders


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """What becomes of one asset."""

    asset_id: str = ""
    """Empty for a new one."""
    site: str = ""
    """Of a new one."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """What a person says, by field."""
    told: Mapping[str, str | None] = field(default_factory=dict)
    """What its device says, by field."""
    link: Mapping[str, Any] = field(default_factory=dict)
    """``device_subentry_id``, ``profile`` and ``kind`` as they are in Home Assistant."""


class EquipmentLedger:
    """Every asset of every site. Errors are those of the store and `EquipmentError`."""

    def __init__(
        self, hass: HomeAssistant, store: DurableStore, *, now: Callable[[], datetime] = dt_util.utcnow
    ) -> None:
        """Use `async_get_ledger` instead."""
        self._hass = hass
        self._store = store
        self._now = now
        self._assets: dict[str, Asset] = {}
        self._by_number: dict[str, str] = {}
        self._by_device: dict[str, str] = {}
        self._lock = asyncio.Lock()
        self._is_used = False
        self.is_complete = False
        """Whether everything the store holds was taken up."""
        self.revision = 0
        """Another number whenever a person, an import or an approval changed something."""

    async def async_catch_up(self) -> None:
        """Take up what the store holds, unless that was done. Raises StoreError while it does not answer."""
        async with self._lock:
            await self._async_catch_up()

    @property
    def assets(self) -> Iterable[Asset]:
        """Return every asset of the ledger."""
        return self._assets.values()

    def of_site(self, site: str) -> list[Asset]:
        """Return the assets of a site."""
        return [asset for asset in self._assets.values() if asset.site == site]

    def find(self, text: str) -> Asset | None:
        """Return the asset of an asset number, or of an id of the ledger."""
        return self._assets.get(self._by_number.get(number_key(text), text))

    def of_device(self, subentry_id: str) -> Asset | None:
        """Return the asset that is a device."""
        return self._assets.get(self._by_device.get(subentry_id, ""))

    async def async_set_state(self, asset_number: str, state: AssetState, by: By, note: str = "") -> Asset:
        """Set the state of an asset somebody agreed to. asset_number: or the ledger's own id. Raises EquipmentError."""
        if (asset := self.find(asset_number)) is None:
            raise EquipmentError("asset_unknown", asset=asset_number)
        (changed,) = await self.async_edit([Edit(asset_id=asset.asset_id, values={"state": state})], by, note)
        return changed

    async def async_edit(self, edits: Sequence[Edit], by: By, note: str = "", *, is_told: bool = False) -> list[Asset]:
        """Change assets or add new ones, all of them or none; return each as it is then, once that is on a disk.

        is_told: whether this only takes over what devices say.
        """
        async with self._lock:
            await self._async_catch_up()
            before = {each.asset_id: self._assets[each.asset_id] for each in edits if each.asset_id}
            after = [_apply(before.get(each.asset_id), each) for each in edits]
            self._require_free_numbers(after)
            rows = [
                (replace(asset, version=asset.version + 1), change)
                for asset in after
                if (change := changes_between(before.get(asset.asset_id), asset)) or asset != before.get(asset.asset_id)
            ]
            if not rows:
                return after
            at = self._now()
            payloads = [
                change_payload(
                    Entry(
                        id=uuid.uuid4().hex,
                        asset_id=asset.asset_id,
                        at=at,
                        by=by,
                        change=change,
                        note=note[:MOST_REASON],
                    ),
                    asset,
                )
                for asset, change in rows
            ]
            await self._store.async_append(PART, payloads)
            for asset, _ in rows:
                self._take(asset)
            self.revision += not is_told
        sites = {asset.site for asset, _ in rows} | {asset.site for asset in before.values()}
        async_dispatcher_send(self._hass, SIGNAL_EQUIPMENT, sites)
        return [self._assets[asset.asset_id] for asset in after]

    async def async_history(self, asset_id: str) -> list[Entry]:
        """Return what happened to an asset, the newest first, what waits for the database included."""
        waiting = [payload["change"] for payload in await self._store.async_waiting(PART) if "change" in payload]
        fresh = [Entry.from_row(row, row["data"]) for row in waiting if row["asset_id"] == asset_id]
        try:
            found = await self._store.async_read(lambda connection: read_history(connection, asset_id, MOST_HISTORY))
        except StoreError:
            found = []
        known = {entry.id for entry in found}
        return [*(entry for entry in reversed(fresh) if entry.id not in known), *found]

    async def async_keep_import(self, job: ImportJob) -> None:
        """Write down how an import stands; returns when that is on a disk."""
        await self._async_use()
        await self._store.async_append(PART, [import_payload(job)])

    async def async_imports(self) -> list[ImportJob]:
        """Return the latest imports, the newest first. Raises StoreError while the database does not answer."""
        await self._async_use()
        waiting = [payload["import"] for payload in await self._store.async_waiting(PART) if "import" in payload]
        found = await self._store.async_read(lambda connection: read_imports(connection, MOST_IMPORTS))
        jobs = {job.id: job for job in found}
        for job in map(ImportJob.from_json, waiting):
            if job.id not in jobs or jobs[job.id].version < job.version:
                jobs[job.id] = job
        return sorted(jobs.values(), key=lambda job: job.begun_ms, reverse=True)[:MOST_IMPORTS]

    async def _async_use(self) -> None:
        if not self._is_used:
            await self._store.async_use(make_part())
            self._is_used = True

    async def _async_catch_up(self) -> None:
        if self.is_complete:
            return
        await self._async_use()
        waiting = [payload["asset"] for payload in await self._store.async_waiting(PART) if "asset" in payload]
        for asset in (*await self._store.async_read(read_assets), *map(Asset.from_json, waiting)):
            known = self._assets.get(asset.asset_id)
            if known is None or known.version < asset.version:
                self._take(asset)
        self.is_complete = True

    def _take(self, asset: Asset) -> None:
        if (old := self._assets.get(asset.asset_id)) is not None:
            self._by_number.pop(number_key(old.asset_number), None)
            self._by_device.pop(old.device_subentry_id or "", None)
        self._assets[asset.asset_id] = asset
        if asset.asset_number:
            self._by_number[number_key(asset.asset_number)] = asset.asset_id
        if asset.device_subentry_id:
            self._by_device[asset.device_subentry_id] = asset.asset_id

    def _require_free_numbers(self, assets: Iterable[Asset]) -> None:
        mine: dict[str, str] = {}
        for asset in assets:
            key = number_key(asset.asset_number)
            owner = mine.setdefault(key, self._by_number.get(key, asset.asset_id))
            if key and owner != asset.asset_id:
                raise EquipmentError("asset_number_taken", number=asset.asset_number, name=self._name_of(owner))

    def _name_of(self, asset_id: str) -> str:
        asset = self._assets.get(asset_id)
        return asset.name if asset else ""


def _apply(asset: Asset | None, each: Edit) -> Asset:
    changed = asset or Asset(asset_id=uuid.uuid4().hex, site=each.site)
    if each.link:
        changed = replace(changed, **each.link)
    return take_told(edit(changed, each.values), each.told)


DATA_LEDGER: HassKey[Once[EquipmentLedger]] = HassKey(f"{DOMAIN}_equipment")


async def async_get_ledger(hass: HomeAssistant) -> EquipmentLedger:
    """Return the ledger, whole unless its database does not answer; opens it at the first call."""

    async def make() -> EquipmentLedger:
        return EquipmentLedger(hass, await async_get_store(hass))

    ledger = await async_once(hass, DATA_LEDGER, make)
    # Whoever needs all of it asks `async_catch_up` itself and hears why
    with suppress(StoreError):
        await ledger.async_catch_up()
    return ledger
