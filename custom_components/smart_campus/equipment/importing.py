"""Files of the ledger on their way in: checked, carried out one at a time, finished after a restart."""

import asyncio
import logging
import uuid
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..library import async_refresh_library
from ..store.rules.errors import StoreError
from ..store.rules.times import to_ms
from .carrying import StepCarrier
from .forecasting import Forecast, async_forecast
from .ledger import EquipmentError, EquipmentLedger, async_get_ledger
from .placing import PlaceMaker
from .planning import plan_import
from .rules.change import By, Source
from .rules.file_rows import read_file
from .rules.journal import ImportJob, JobState
from .rules.places import Gazetteer, place_key
from .rules.plan import ImportPlan
from .site_view import SiteView, async_view

_LOGGER = logging.getLogger(__name__)

AT_ONCE: Final = 25
"""Steps that are written in one go."""
MOST_CHECKED: Final = 8
"""Files that are remembered between their check and their import."""
SETTLE_S: Final = 20.0
"""How long Home Assistant may take to write areas and devices to its disk; until then an import is not finished."""
START_LIMIT_S: Final = 60.0
"""How long new devices may take to be in operation before the import ends without them."""

type Progress = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A file that was read and compared; nothing was changed."""

    import_id: str
    site: str
    plan: ImportPlan
    forecast: Forecast


@dataclass(slots=True)
class Running:
    """An import that is being carried out."""

    job: ImportJob
    title: str
    """Of the site."""
    total: int
    done: int = 0
    phase: str = "writing"
    result: asyncio.Future[dict[str, Any]] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    listeners: list[Progress] = field(default_factory=list)

    def tell(self) -> None:
        """Tell everybody how far it is."""
        for listener in tuple(self.listeners):
            listener(self.progress)

    def fail(self, err: EquipmentError) -> None:
        """Tell whoever waits why there is no result."""
        self.result.set_exception(err)
        # Nobody may wait for it, as after a restart
        self.result.exception()

    @property
    def progress(self) -> dict[str, Any]:
        """Return how far it is."""
        return {"done": self.done, "total": self.total, "phase": self.phase}


class Importer:
    """Imports of the installation: any number may be checked, one is carried out."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._hass = hass
        self._checked: OrderedDict[str, Checked] = OrderedDict()
        self._results: OrderedDict[str, dict[str, Any]] = OrderedDict()
        self.running: Running | None = None

    async def async_check(self, entry: ConfigEntry, data: bytes, *, retire_orphans: bool) -> Checked:
        """Compare a file with what there is, and remember it for a while.

        Raises TableFileError for the file as a whole, EquipmentError, StoreError.
        """
        if entry.state is not ConfigEntryState.LOADED:
            raise EquipmentError("import_site_not_loaded", site=entry.title)
        ledger = await async_get_ledger(self._hass)
        await ledger.async_catch_up()
        await entry.runtime_data.equipment.async_take_over()
        library = await async_refresh_library(self._hass)
        view = async_view(self._hass, entry, ledger, library)

        def compare() -> ImportPlan:
            return plan_import(self._hass, view, read_file(data), retire_orphans=retire_orphans)

        plan = await self._hass.async_add_executor_job(compare)
        forecast = await async_forecast(self._hass, entry, library, plan.steps, _new_rooms(view, plan))
        checked = Checked(import_id=uuid.uuid4().hex, site=entry.entry_id, plan=plan, forecast=forecast)
        self._checked[checked.import_id] = checked
        while len(self._checked) > MOST_CHECKED:
            self._checked.popitem(last=False)
        return checked

    def checked(self, import_id: str) -> Checked:
        """Return a file that was checked. Raises EquipmentError when it is not remembered any more."""
        if (checked := self._checked.get(import_id)) is None:
            raise EquipmentError("import_unknown")
        return checked

    def site_of(self, import_id: str) -> str:
        """Return the site an import is for. Raises EquipmentError for one nobody knows."""
        if (result := self._results.get(import_id)) is not None:
            return str(result["site"])
        if self.running is not None and self.running.job.id == import_id:
            return self.running.job.site
        return self.checked(import_id).site

    async def async_begin(self, import_id: str, by: By) -> None:
        """Begin to carry out an import, unless it runs or ran already.

        Raises EquipmentError while another one runs, when the ledger has changed since the check, or when Home
        Assistant would not take all the entities; StoreError when nothing can be written down.
        """
        is_running = self.running is not None and self.running.job.id == import_id
        if not is_running and import_id not in self._results:
            await self._async_begin(import_id, by)

    async def async_join(self, import_id: str, progress: Progress | None = None) -> dict[str, Any]:
        """Return what came of an import once it has ended. Raises EquipmentError when it ended early."""
        running = self.running
        if running is None or running.job.id != import_id:
            if (result := self._results.get(import_id)) is None:
                raise EquipmentError("import_unknown")
            return result
        if progress is not None:
            running.listeners.append(progress)
            progress(running.progress)
        try:
            return await asyncio.shield(running.result)
        finally:
            if progress is not None:
                running.listeners.remove(progress)

    async def async_resume(self, entry: ConfigEntry) -> None:
        """Finish what a restart interrupted in a site, and say so. Raises StoreError."""
        ledger = await async_get_ledger(self._hass)
        jobs = [job for job in await ledger.async_imports() if job.state is JobState.RUNNING]
        for job in jobs:
            if job.site != entry.entry_id or (self.running is not None and self.running.job.id == job.id):
                continue
            _LOGGER.warning("%s: an import of the ledger was interrupted; going on with it", entry.title)
            while self.running is not None:
                await asyncio.wait([self.running.result])
            resumed = replace(job, was_interrupted=True, version=job.version + 1)
            self.running = Running(resumed, entry.title, len(job.steps))
            await self._async_run(entry, self.running)

    async def _async_begin(self, import_id: str, by: By) -> None:
        checked = self.checked(import_id)
        self._require_free()
        entry = self._hass.config_entries.async_get_entry(checked.site)
        if entry is None or entry.state is not ConfigEntryState.LOADED:
            raise EquipmentError("import_site_not_loaded", site=entry.title if entry else checked.site)
        ledger = await async_get_ledger(self._hass)
        if ledger.revision != checked.plan.revision:
            raise EquipmentError("import_outdated")
        if not checked.forecast.fits:
            needed, limit = (str(checked.forecast.describe()[key]) for key in ("entities", "limit"))
            raise EquipmentError(
                "import_too_many_entities", present=str(checked.forecast.present), needed=needed, limit=limit
            )
        self._require_free()
        job = ImportJob(
            id=import_id,
            site=checked.site,
            begun_ms=to_ms(dt_util.utcnow()),
            user_id=by.user_id,
            user_name=by.name,
            steps=tuple(step.to_json() for step in checked.plan.steps),
        )
        running = self.running = Running(job, entry.title, len(job.steps))
        try:
            await ledger.async_keep_import(job)
        except StoreError:
            self.running = None
            raise
        entry.async_create_background_task(self._hass, self._async_run(entry, running), f"{entry.title}: import")

    def _require_free(self) -> None:
        if self.running is not None:
            raise EquipmentError(
                "import_running",
                site=self.running.title,
                done=str(self.running.done),
                total=str(self.running.total),
            )

    async def _async_run(self, entry: ConfigEntry, running: Running) -> None:
        """Carry out an import to its end. One that is cancelled stays in the journal and is resumed."""
        release = entry.runtime_data.equipment.async_hold()
        ledger = await async_get_ledger(self._hass)
        try:
            result = await self._async_carry(entry, ledger, running)
        except asyncio.CancelledError:
            running.fail(EquipmentError("import_interrupted"))
            raise
        except StoreError as err:
            _LOGGER.warning("%s: an import of the ledger waits for its store: %s", entry.title, err)
            running.fail(EquipmentError("import_interrupted"))
            return
        except Exception as err:
            _LOGGER.exception("%s: an import of the ledger ended early", entry.title)
            failed = replace(running.job, state=JobState.FAILED, steps=(), version=running.job.version + 1)
            await self._async_close(ledger, failed)
            running.fail(EquipmentError("import_failed", error=str(err)[:200] or type(err).__name__))
            return
        finally:
            release()
            self.running = None
        self._checked.pop(running.job.id, None)
        self._results[running.job.id] = result
        while len(self._results) > MOST_CHECKED:
            self._results.popitem(last=False)
        running.result.set_result(result)
        if running.job.was_interrupted and result["changes"]:
            _say_resumed(self._hass, entry, running.job, result)
        finished = replace(
            running.job, state=JobState.FINISHED, steps=(), result=result, version=running.job.version + 1
        )
        self._hass.async_create_background_task(
            self._async_settle(ledger, finished), f"{entry.title}: import on the disk"
        )

    async def _async_carry(self, entry: ConfigEntry, ledger: EquipmentLedger, running: Running) -> dict[str, Any]:
        job = running.job
        places = PlaceMaker(self._hass, entry)
        by = By(Source.IMPORT, job.user_id, job.user_name)
        carrier = StepCarrier(self._hass, entry, ledger, places, by, f"import {job.id[:8]}")
        for start in range(0, len(job.steps), AT_ONCE):
            await carrier.async_carry(job.steps[start : start + AT_ONCE])
            running.done = min(start + AT_ONCE, running.total)
            running.tell()
            # Others run between two portions
            await asyncio.sleep(0)
        done, made = carrier.done, places.made
        await self._async_wait_for(entry, running, done.devices)
        return {
            "site": job.site,
            "new": sum(not step["asset_id"] for step in job.steps),
            "changed": sum(bool(step["asset_id"]) and step["row"] > 0 for step in job.steps),
            "retired": sum(step["row"] == 0 for step in job.steps),
            "devices": len(done.devices),
            "rooms": made.rooms,
            "areas": made.areas,
            "floors": made.floors,
            "changes": done.changed + made.rooms + made.areas + made.floors,
            "failed": done.failed,
            "was_interrupted": job.was_interrupted,
        }

    async def _async_wait_for(self, entry: ConfigEntry, running: Running, devices: list[str]) -> None:
        """Tell how many of the new devices are in operation, until all are or the time is over."""
        running.phase, running.done, running.total = "starting", 0, len(devices)
        site = entry.runtime_data
        for _ in range(round(START_LIMIT_S / 0.2)):
            here = sum(each in site.coordinators or each in site.troubles for each in devices)
            if here != running.done:
                running.done = here
                running.tell()
            if here == len(devices):
                return
            await asyncio.sleep(0.2)

    async def _async_settle(self, ledger: EquipmentLedger, job: ImportJob) -> None:
        await asyncio.sleep(SETTLE_S)
        await self._async_close(ledger, job)

    async def _async_close(self, ledger: EquipmentLedger, job: ImportJob) -> None:
        try:
            await ledger.async_keep_import(job)
        except StoreError as err:
            _LOGGER.warning("The end of an import could not be written down: %s", err)


def _new_rooms(view: SiteView, plan: ImportPlan) -> int:
    """Return how many rooms an import would make."""
    areas = Gazetteer(view.places.title, view.places.areas)
    names = {place_key(step.room["name"]): step.room["name"] for step in plan.steps if step.room is not None}
    return sum(areas.find(name).id not in view.places.rooms for name in names.values())


@callback
def _say_resumed(hass: HomeAssistant, entry: ConfigEntry, job: ImportJob, result: Mapping[str, Any]) -> None:
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"import_resumed_{job.id}",
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key="import_resumed",
        translation_placeholders={
            "site": entry.title,
            "rows": str(len(job.steps)),
            "devices": str(result["devices"]),
            "failed": str(len(result["failed"])),
        },
    )


DATA_IMPORTER: HassKey[Importer] = HassKey(f"{DOMAIN}_equipment_import")


@callback
def async_get_importer(hass: HomeAssistant) -> Importer:
    """Return the imports of this installation."""
    if DATA_IMPORTER not in hass.data:
        hass.data[DATA_IMPORTER] = Importer(hass)
    return hass.data[DATA_IMPORTER]
