"""The readings of one device, and who wants to hear of which."""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Mapping
from functools import partial
from typing import Any, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.util import dt as dt_util

from .campuslink.device.base import DevicePush, PollableDevice
from .campuslink.device.text_device import WOKE_UP
from .campuslink.errors import CampusLinkError
from .campuslink.model import EMPTY, DeviceEvent, PollClass, Quality, Reading, Snapshot, UpdateReport
from .campuslink.poller.polled_device import PolledDevice
from .campuslink.poller.subscriber import Subscriber
from .listeners import Listeners
from .settings import DeviceSettings

_LOGGER = logging.getLogger(__name__)

type ReadingListener = Callable[[Reading], None]
type ReportListener = Callable[[], None]
type EventListener = Callable[[DeviceEvent], None]
type Spawn = Callable[[Coroutine[Any, Any, None], str], asyncio.Task[None]]


class DeviceCoordinator(Subscriber, DevicePush):
    """Merges one device's reports and tells exactly those whose reading changed.

    Not a DataUpdateCoordinator: that tells every listener of every update and owns a timer; here the poller owns time
    and most polls change few points.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        name: str,
        key: str,
        device_info: DeviceInfo,
        settings: DeviceSettings,
        on_answering: Callable[[], None],
        spawn: Spawn,
    ) -> None:
        """name: for the log. on_answering: called at the first answer, and whenever a silent device is back or awake.

        spawn: starts named work that ends with the site.
        """
        self.name = name
        self.key = key
        self.device_info = device_info
        self.snapshot = Snapshot()
        self.unreachable_since: float | None = None
        """Seconds since 1970-01-01 UTC; None while the device answers, or before it was asked."""
        self._hass = hass
        self.settings = settings
        """As they are now; replaced when a person changes them."""
        self._on_answering = on_answering
        self._spawn = spawn
        self._has_answered = False
        self._silent: set[PollClass] = set()
        self._listeners: dict[str, tuple[ReadingListener, ...]] = {}
        self._report_listeners = Listeners[()]()
        self._event_listeners = Listeners[DeviceEvent]()
        self._restored: dict[str, Reading] = {}
        self._is_want_due = False
        self.is_open = False
        """Whether the poller asks the device."""
        self.periods_s: Mapping[PollClass, float] = EMPTY
        self.registry_id = ""
        """Id in the device registry; empty until the device is registered."""
        self.device: PollableDevice
        self.polled: PolledDevice

    @callback
    def async_bind(self, device: PollableDevice, polled: PolledDevice, periods_s: Mapping[PollClass, float]) -> None:
        """Take over a freshly opened device; its readings so far, its totals above all, stay valid."""
        self.device = device
        self.polled = polled
        self.periods_s = periods_s
        self.is_open = True
        device.restore_totals(self._totals())
        polled.want(tuple(self._listeners))
        device.follow(self)

    @property
    def is_answering(self) -> bool:
        """Whether the device answered when it was last asked."""
        return self.is_open and self.polled.reachable is True

    @property
    def area_id(self) -> str | None:
        """The area the device stands in."""
        device = dr.async_get(self._hass).async_get(self.registry_id)
        return dr.async_get_effective_area_id(self._hass, device) if device else None

    @callback
    def async_listen_reports(self, listener: ReportListener) -> Callable[[], None]:
        """Call a listener after every report and push, and when an outage begins. Return what ends it."""
        return self._report_listeners.async_add(listener)

    @callback
    def async_listen_events(self, listener: EventListener) -> Callable[[], None]:
        """Call a listener with everything that happens at the device. Return what ends it."""
        return self._event_listeners.async_add(listener)

    @callback
    def async_listen(self, point: str, listener: ReadingListener) -> Callable[[], None]:
        """Ask for a point from now on; the listener hears of each change. Return what ends it."""
        self._listeners[point] = (*self._listeners.get(point, ()), listener)
        self._schedule_want()
        return partial(self._unlisten, point, listener)

    @callback
    def async_restore_total(self, point: str, reading: Reading) -> None:
        """Give the last good total from before a restart, so that the first one read can be checked against it."""
        self._restored[point] = reading
        self.device.restore_totals(self._totals())

    @callback
    @override
    def on_push(self, readings: Mapping[str, Reading]) -> None:
        self._take(readings)
        self._tell_reports()

    @callback
    @override
    def on_news(self, points: Collection[str] | None = None) -> None:
        """Bring the next poll forward; any number of news before it starts cost one poll."""
        if self.is_open:
            self._spawn(self.polled.poll_now(points), f"poll {self.name}")

    @callback
    @override
    def on_event(self, event: DeviceEvent) -> None:
        if event.kind == "total_accepted":
            _LOGGER.info(
                "%s: total %s went from %s to %s and is accepted (exchange or rollover)",
                self.name,
                event.data["point"],
                event.data["old"],
                event.data["new"],
            )
        elif event.kind == WOKE_UP:
            self._on_answering()
        self._event_listeners.async_tell(event)

    @callback
    def async_last_total(self, point: str) -> Reading | None:
        """Return the newest good reading of a total, from before the restart if none came since."""
        return self._totals().get(point)

    @callback
    @override
    def on_report(self, poll_class: PollClass, report: UpdateReport) -> None:
        self._end_outage(poll_class)
        self._take(report.readings)
        self._tell_reports()
        if not self._has_answered:
            self._has_answered = True
            self._on_answering()

    @callback
    @override
    def on_unreachable(self, poll_class: PollClass, error: CampusLinkError) -> None:
        if not self._silent:
            _LOGGER.warning("%s does not answer: %s", self.name, error)
        self._silent.add(poll_class)
        if self.unreachable_since is None and not self.polled.reachable:
            self.unreachable_since = dt_util.utcnow().timestamp()
        points = self.device.points
        self._take(
            {
                point: Reading(reading.value, Quality.STALE, reading.at)
                for point, reading in self.snapshot.readings.items()
                if points[point] is poll_class
            }
        )
        self._tell_reports()

    @callback
    @override
    def on_reachable(self, poll_class: PollClass) -> None:
        """Wait for the report that follows: it ends the outage."""

    def _end_outage(self, poll_class: PollClass) -> None:
        if poll_class in self._silent:
            self._silent.discard(poll_class)
            if not self._silent:
                _LOGGER.info("%s answers again", self.name)
        if self.unreachable_since is not None:
            self.unreachable_since = None
            self._has_answered = False

    def _take(self, readings: Mapping[str, Reading]) -> None:
        changed = self.snapshot.changed(readings)
        self.snapshot = self.snapshot.merged(readings)
        for point in changed:
            for listener in self._listeners.get(point, ()):
                listener(readings[point])

    def _tell_reports(self) -> None:
        self._report_listeners.async_tell()

    def _totals(self) -> Mapping[str, Reading]:
        """Return the newest good reading of each total; a stale one still holds the last good value."""
        catalogue = self.device.catalogue.points
        read = {
            point: Reading(reading.value, Quality.GOOD, reading.at)
            for point, reading in self.snapshot.readings.items()
            if point in catalogue and catalogue[point].is_total and reading.value is not None
        }
        return {**self._restored, **read} or EMPTY

    @callback
    def _unlisten(self, point: str, listener: ReadingListener) -> None:
        left = list(self._listeners[point])
        left.remove(listener)
        if left:
            self._listeners[point] = tuple(left)
        else:
            del self._listeners[point]
        self._schedule_want()

    def _schedule_want(self) -> None:
        if not self._is_want_due:
            self._is_want_due = True
            self._hass.loop.call_soon(self._apply_want)

    @callback
    def _apply_want(self) -> None:
        self._is_want_due = False
        self.polled.want(tuple(self._listeners))
