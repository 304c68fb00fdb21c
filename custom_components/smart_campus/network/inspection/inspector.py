"""Inspects a site: every morning where somebody wants that, and whenever it is asked for."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.event import async_call_later, async_track_time_change
from homeassistant.util import dt as dt_util
from homeassistant.util.event_type import EventType
from homeassistant.util.signal_type import SignalType

from ...const import DOMAIN
from ...coordinator import DeviceCoordinator, Spawn
from ...store.rules.errors import StoreError, StoreUnavailableError
from .collecting import NetworkView, async_ask_switches, collect_facts
from .egress import EgressMeter
from .keeping import async_get_shelf
from .rules.building import build_report
from .rules.report import Report
from .settings import InspectionSettings

_LOGGER = logging.getLogger(__name__)

SIGNAL_INSPECTED: SignalType[str] = SignalType(f"{DOMAIN}_network_inspected")
"""Sent with the id of the site's entry."""
SIGNAL_SIGNED: SignalType[str] = SignalType(f"{DOMAIN}_network_inspection_signed")
"""Sent with the id of the site's entry, after a report of it was signed off."""
EVENT_FINISHED: EventType[dict[str, Any]] = EventType(f"{DOMAIN}_network_inspection_finished")
CATCH_UP_AFTER: Final = timedelta(minutes=10)
ON_TIME_WITHIN: Final = timedelta(minutes=1)
"""So soon after its time an inspection is about to be made, and was not missed."""
"""After a start: when everything was asked at least once, an inspection is made up for that was due meanwhile."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LastInspection:
    """What a person sees of the newest report."""

    at: datetime
    report_id: str
    exceptions: int
    critical: int


class SiteInspector:
    """One for each site."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        coordinators: Mapping[str, DeviceCoordinator],
        spawn: Spawn,
        view: Callable[[], NetworkView],
    ) -> None:
        """coordinators: a live view of the devices in operation. view: what the network knows now."""
        self.last: LastInspection | None = None
        self._hass = hass
        self.entry = entry
        self._coordinators = coordinators
        self._spawn = spawn
        self._view = view
        self._meter = EgressMeter(coordinators)
        self._settings = InspectionSettings()
        self._end_schedule: CALLBACK_TYPE | None = None
        self._end_catch_up: CALLBACK_TYPE | None = None
        self._turn = asyncio.Lock()

    @callback
    def async_follow(self) -> None:
        """Go by the site's options and devices as they are now."""
        settings = InspectionSettings.from_options(self.entry.options)
        self._meter.async_follow(settings)
        if settings.daily_at != self._settings.daily_at:
            self._settings = settings
            self._schedule()
        self._settings = settings

    @callback
    def async_stop(self) -> None:
        """Make no more inspections."""
        self._meter.async_stop()
        self._unschedule()

    async def async_inspect(self) -> Report:
        """Inspect the site now, keep the report, and tell that it is there.

        Raises StoreError when the report could not be kept.
        """
        async with self._turn:
            shelf = await async_get_shelf(self._hass)
            parts = await async_ask_switches(self._coordinators.values())
            facts = collect_facts(
                self.entry.entry_id,
                self.entry.title,
                tuple(self._coordinators.values()),
                view=self._view(),
                parts=parts,
                egresses=self._meter.facts(),
            )
            try:
                past = await shelf.async_past(self.entry.entry_id)
            except StoreUnavailableError:
                past = None
            report = build_report(facts, past)
            await shelf.async_keep(report)
        self._tell(report)
        return report

    def _tell(self, report: Report) -> None:
        exceptions, critical = len(report.exceptions), report.counts["critical"]
        self.last = LastInspection(at=report.at, report_id=report.id, exceptions=exceptions, critical=critical)
        async_dispatcher_send(self._hass, SIGNAL_INSPECTED, self.entry.entry_id)
        self._hass.bus.async_fire(
            EVENT_FINISHED,
            {
                "site_id": self.entry.entry_id,
                "site": report.site,
                "report_id": report.id,
                "exceptions": exceptions,
                "critical": critical,
            },
        )

    @callback
    def _schedule(self) -> None:
        self._unschedule()
        if (daily_at := self._settings.daily_at) is None:
            return
        self._end_schedule = async_track_time_change(
            self._hass, self._on_time, hour=daily_at.hour, minute=daily_at.minute, second=daily_at.second
        )
        self._end_catch_up = async_call_later(
            self._hass, CATCH_UP_AFTER, HassJob(self._on_catch_up, cancel_on_shutdown=True)
        )

    @callback
    def _unschedule(self) -> None:
        for end in (self._end_schedule, self._end_catch_up):
            if end is not None:
                end()
        self._end_schedule = self._end_catch_up = None

    @callback
    def _on_time(self, _now: datetime) -> None:
        self._spawn(self._async_inspect_by_schedule(), "network inspection")

    @callback
    def _on_catch_up(self, _now: datetime) -> None:
        self._end_catch_up = None
        self._spawn(self._async_catch_up(), "network inspection")

    async def _async_catch_up(self) -> None:
        """Inspect when the time of today passed without a report, because nobody was there to make it."""
        now, daily_at = dt_util.now(), self._settings.daily_at
        if daily_at is None or (now - ON_TIME_WITHIN).time() < daily_at or now.time() < daily_at:
            return
        try:
            # One that runs now is waited for: it may be today's.
            async with self._turn:
                newest = await (await async_get_shelf(self._hass)).async_list(self.entry.entry_id, 1)
        except StoreError:
            return
        today_ms = dt_util.start_of_local_day().timestamp() * 1000
        if not newest or newest[0].at_ms < today_ms:
            await self._async_inspect_by_schedule()

    async def _async_inspect_by_schedule(self) -> None:
        try:
            await self.async_inspect()
        except StoreError as err:
            _LOGGER.warning("%s: the network inspection could not be kept: %s", self.entry.title, err)
