"""Watches a site for what raises alerts by itself. Looks at how things are, not only at what changes."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.storage import Store

from ..campuslink.model import Kind, Quality, Value
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator, Spawn
from ..network.inspection.inspector import SIGNAL_INSPECTED, SiteInspector
from ..network.news import SIGNAL_NETWORK_NEWS, NetworkNews
from ..network.watch import NetworkWatch
from ..projectors.options import ProjectorOptions
from ..projectors.rules.upkeep import FILTER_FAULT_POINT, FILTER_POINT, LAMP_POINTS, what_is_due
from ..recordings.news import SIGNAL_RECORDING, NewsKind, RecordingNews
from .desk import RULE, AlertDesk
from .news import SIGNAL_ALERT, SIGNAL_CLOCK_SET, AlertHappening, AlertNews
from .reports import Reports, Watched
from .rules.alert import AlertReport
from .rules.holds import Holds, Verdict
from .rules.sources import Finding, Source, findings_in, points_for, rules_from
from .settings import CONF_ALERTS, CONF_SOURCES

REVIEW_EVERY: Final = timedelta(seconds=5)
REOPEN_AFTER_S: Final = 900.0
"""A fault that a person resolved and that is still there is raised again after this."""
SAVE_AFTER_S: Final = 5.0
STORE_VERSION: Final = 1
UPKEEP_POINTS: Final = (*LAMP_POINTS, FILTER_POINT, FILTER_FAULT_POINT)


class SiteSources:
    """One for each site."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        desk: AlertDesk,
        network: NetworkWatch,
        inspector: SiteInspector,
        *,
        spawn: Spawn,
    ) -> None:
        """spawn: starts named work that ends with the site."""
        self._hass = hass
        self._entry = entry
        self._desk = desk
        self._network = network
        self._inspector = inspector
        self._spawn = spawn
        self._reports = Reports(hass, entry.entry_id)
        self._holds = Holds()
        self._store: Store[dict[str, Any]] = _store(hass, entry.entry_id)
        self._ends: dict[str, list[Callable[[], None]]] = {}
        self._watched: dict[str, Watched] = {}
        self._busy: set[str] = set()
        """Keys about which something is being written."""
        self._network_look: asyncio.Handle | None = None
        """What looks at the network once, however many news came at once."""

    async def async_start(self) -> None:
        """Take up what was held before, and begin to look."""
        self._holds = Holds.from_json(await self._store.async_load(), self._desk.now.timestamp())
        unload = self._entry.async_on_unload
        unload(async_track_time_interval(self._hass, self._on_time, REVIEW_EVERY, name=f"{DOMAIN} alert sources"))
        unload(async_dispatcher_connect(self._hass, SIGNAL_NETWORK_NEWS, self._on_network))
        unload(async_dispatcher_connect(self._hass, SIGNAL_INSPECTED, self._on_inspected))
        unload(async_dispatcher_connect(self._hass, SIGNAL_RECORDING, self._on_recording))
        unload(async_dispatcher_connect(self._hass, SIGNAL_ALERT, self._on_alert))
        unload(async_dispatcher_connect(self._hass, SIGNAL_CLOCK_SET, self._on_clock_set))

    @callback
    def async_follow(self) -> None:
        """Go by the site's options as they are now."""
        options = self._entry.options.get(CONF_ALERTS)
        self._reports.rules = rules_from(options.get(CONF_SOURCES) if isinstance(options, Mapping) else None)

    async def async_stop(self) -> None:
        """Look no more, and keep what is held."""
        if self._network_look is not None:
            self._network_look.cancel()
        for subentry_id in (*self._ends,):
            self.async_closed(subentry_id)
        await self._store.async_save(self._holds.to_json())

    @callback
    def async_opened(self, subentry_id: str, coordinator: DeviceCoordinator) -> None:
        """Watch a device that was put into operation."""
        self.async_closed(subentry_id)
        points = points_for(coordinator.settings.kind, coordinator.device.points)
        watched = self._watched[subentry_id] = Watched(subentry_id, coordinator, points)

        @callback
        def look(_reading: object) -> None:
            self._review_device(watched)

        self._ends[subentry_id] = [coordinator.async_listen(point, look) for point in points]

    @callback
    def async_closed(self, subentry_id: str) -> None:
        """Watch a device no more."""
        self._watched.pop(subentry_id, None)
        for end in self._ends.pop(subentry_id, []):
            end()

    @callback
    def review(self) -> None:
        """Compare everything with the open alerts."""
        for watched in self._watched.values():
            self._review_device(watched)
        self._review_network()

    @callback
    def _review_network(self) -> None:
        self._network_look = None
        seen = {
            report.key: (source, report) for source, report in self._reports.of_network(self._network, self._watched)
        }
        # Causes first: what hangs on them finds them raised.
        for source, report in sorted(seen.values(), key=lambda each: each[1].parent_key is not None):
            self._judge(report, source, is_wrong=True)
        prefixes = ("port:", "down:")
        for alert in self._desk.alerts:
            keys = [alert.key, *(child.key for child in alert.children)] if alert.site == self._entry.entry_id else []
            for key in keys:
                if key.startswith(prefixes) and key not in seen:
                    self._clear(key)

    def _review_device(self, watched: Watched) -> None:
        coordinator = watched.coordinator
        readings = coordinator.snapshot.readings
        values: dict[str, Value] = {
            point: readings[point].value if readings[point].quality is Quality.GOOD else None
            for point in watched.points
            if point in readings
        }
        for finding in (*findings_in(coordinator.settings.kind, values), *self._upkeep(coordinator)):
            self._judge(self._reports.of_device(watched, finding), finding.source, is_wrong=finding.is_wrong)

    def _upkeep(self, coordinator: DeviceCoordinator) -> Iterator[Finding]:
        if coordinator.settings.kind is not Kind.PROJECTOR:
            return
        readings = coordinator.snapshot.readings
        told = {point: readings[point].value for point in UPKEEP_POINTS if point in readings}
        values = {point: value for point, value in told.items() if value is not None}
        due = what_is_due(values, ProjectorOptions.of(coordinator.settings.options).upkeep)
        yield Finding(Source.LAMP_DUE, "", bool(due) if values else None, ", ".join(due))

    def _judge(self, report: AlertReport, source: Source, *, is_wrong: bool | None) -> None:
        rule = self._reports.rules[source]
        if rule.severity is None:
            is_wrong = False
        is_raised = self._is_raised(report.key)
        if report.key in self._busy:
            return
        # What hangs on a fault that is known is listed under it at once.
        is_part = report.parent_key is not None and self._desk.open_by_key(report.site, report.parent_key) is not None
        verdict = self._holds.observe(
            report.key,
            is_wrong=is_wrong,
            is_raised=is_raised,
            hold_s=0.0 if is_part else rule.hold_s,
            clear_s=rule.clear_s,
            now=self._desk.now.timestamp(),
        )
        if verdict is Verdict.RAISE or (is_wrong and is_raised and self._is_other(report)):
            self._write(report.key, self._async_raise(report))
        elif verdict is Verdict.CLEAR:
            self._clear(report.key)
        if self._holds.is_changed:
            self._holds.is_changed = False
            self._store.async_delay_save(self._holds.to_json, SAVE_AFTER_S)

    def _is_other(self, report: AlertReport) -> bool:
        """Return whether an open alert is to be told anew: it has another cause now."""
        alert = self._desk.open_by_key(report.site, report.key)
        if alert is None:
            return report.parent_key is None and self._is_child(report.key)
        return alert.parent_key != report.parent_key and report.parent_key is not None

    def _is_raised(self, key: str) -> bool:
        return self._desk.open_by_key(self._entry.entry_id, key) is not None or self._is_child(key)

    def _is_child(self, key: str) -> bool:
        return self._desk.cause_of(self._entry.entry_id, key) is not None

    def _clear(self, key: str) -> None:
        if key not in self._busy and self._is_raised(key):
            self._write(key, self._async_clear(key))

    def _write(self, key: str, work: Coroutine[Any, Any, None]) -> None:
        self._busy.add(key)
        self._spawn(self._async_write(key, work), f"alert {key}")

    async def _async_write(self, key: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        finally:
            self._busy.discard(key)

    async def _async_raise(self, report: AlertReport) -> None:
        await self._desk.async_raise(report)

    async def _async_clear(self, key: str) -> None:
        await self._desk.async_clear(self._entry.entry_id, key)

    @callback
    def _on_time(self, _now: datetime) -> None:
        self.review()

    @callback
    def _on_network(self, _news: NetworkNews) -> None:
        if self._network_look is None:
            self._network_look = self._hass.loop.call_soon(self._review_network)

    @callback
    def _on_inspected(self, entry_id: str) -> None:
        last = self._inspector.last
        if entry_id != self._entry.entry_id or last is None:
            return
        evidence = {"report": last.report_id, "exceptions": str(last.exceptions)}
        names = {"count": str(last.critical)}
        report = self._reports.make("inspection", Source.INSPECTION_FAILED, names, evidence=evidence)
        self._judge(report, Source.INSPECTION_FAILED, is_wrong=last.critical > 0)

    @callback
    def _on_recording(self, news: RecordingNews) -> None:
        subject = news.recording.subject
        if subject.site_id != self._entry.entry_id:
            return
        names = {"device": subject.recorder, "part": news.recording.plan.course}
        for source, begins, ends in _RECORDING:
            if news.kind in begins or news.kind in ends:
                report = self._reports.make(
                    f"{source.value}:{news.recording.id}",
                    source,
                    names,
                    area_id=subject.area_id or None,
                    evidence={"detail": ": ".join(filter(None, (news.row.cause, news.row.detail)))},
                )
                self._judge(report, source, is_wrong=news.kind in begins)

    @callback
    def _on_clock_set(self, by: timedelta) -> None:
        self._holds.move(by.total_seconds())

    @callback
    def _on_alert(self, news: AlertNews) -> None:
        """Leave a fault alone for a while that a person says is over."""
        by = news.alert.resolved_by
        is_own = news.alert.site == self._entry.entry_id and news.happening is AlertHappening.RESOLVED
        if is_own and by is not None and by.via not in {RULE.via, "merged"}:
            now = self._desk.now.timestamp()
            self._holds.postpone(news.alert.key, now + REOPEN_AFTER_S, now)


_RECORDING: Final = (
    (
        Source.RECORDING_MISSED,
        frozenset({NewsKind.STEP_MISSED}),
        frozenset({NewsKind.STARTED, NewsKind.CONFIRMED}),
    ),
    (
        Source.RECORDING_TROUBLE,
        frozenset({NewsKind.TROUBLE}),
        frozenset({NewsKind.TROUBLE_OVER, NewsKind.STOPPED, NewsKind.CONFIRMED}),
    ),
)


async def async_forget_sources(hass: HomeAssistant, entry_id: str) -> None:
    """Forget what is stored of a site that is gone."""
    await _store(hass, entry_id).async_remove()


def _store(hass: HomeAssistant, entry_id: str) -> Store[dict[str, Any]]:
    return Store(hass, STORE_VERSION, f"{DOMAIN}.alert_holds.{entry_id}")
