"""The busiest moments of the egress ports over the last day, hour by hour."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.util import dt as dt_util

from ...campuslink.device.switch import SwitchDevice
from ...campuslink.model import Reading
from ...coordinator import DeviceCoordinator
from .rules.facts import EgressFacts
from .settings import EgressPort, InspectionSettings

KEPT_HOURS: Final = 24
_HOUR_S: Final = 3_600
TRAFFIC: Final = "traffic_in"
"""A point that is computed from the table of ports: asking for it has the table polled."""


@dataclass(slots=True)
class Peaks:
    """Bits a second, by hour since 1970-01-01 UTC."""

    inward: dict[int, float] = field(default_factory=dict)
    outward: dict[int, float] = field(default_factory=dict)
    first_at: dict[int, float] = field(default_factory=dict)
    """When an hour's first value came."""

    def add(self, at: float, in_bps: float | None, out_bps: float | None) -> None:
        """Take what one poll measured; hours more than a day old are forgotten."""
        hour = int(at // _HOUR_S)
        for peaks, rate in ((self.inward, in_bps), (self.outward, out_bps)):
            if rate is not None:
                peaks[hour] = max(rate, peaks.get(hour, 0.0))
                self.first_at.setdefault(hour, at)
        for peaks in (self.inward, self.outward, self.first_at):
            for old in [each for each in peaks if each <= hour - KEPT_HOURS]:
                del peaks[old]


class EgressMeter:
    """Watches the egress ports of a site. It has them polled, and adds no request of its own."""

    def __init__(self, coordinators: Mapping[str, DeviceCoordinator]) -> None:
        """coordinators: a live view of the devices in operation, by subentry id."""
        self._coordinators = coordinators
        self._settings = InspectionSettings()
        self._peaks: dict[EgressPort, Peaks] = {}
        self._ends: dict[DeviceCoordinator, tuple[CALLBACK_TYPE, ...]] = {}

    @callback
    def async_follow(self, settings: InspectionSettings) -> None:
        """Watch the ports of these settings, at the switches that are in operation now."""
        self._settings = settings
        self._peaks = {port: self._peaks.get(port, Peaks()) for port in settings.egresses}
        wanted = {port.switch for port in settings.egresses}
        there = {each for each in self._coordinators.values() if each.key in wanted}
        for coordinator in [each for each in self._ends if each not in there]:
            self._end(coordinator)
        for coordinator in there - self._ends.keys():
            self._ends[coordinator] = (
                coordinator.async_listen(TRAFFIC, _ignore),
                coordinator.async_listen_reports(partial(self._on_report, coordinator)),
            )

    @callback
    def async_stop(self) -> None:
        """Let go of every switch."""
        for coordinator in [*self._ends]:
            self._end(coordinator)

    def facts(self) -> tuple[EgressFacts, ...]:
        """Return what is known of each egress now."""
        return tuple(self._facts_of(port, peaks) for port, peaks in self._peaks.items())

    def _facts_of(self, egress: EgressPort, peaks: Peaks) -> EgressFacts:
        coordinator = self._coordinator_of(egress.switch)
        device = coordinator.device if coordinator and coordinator.is_answering else None
        port = device.ports.find(egress.port) if isinstance(device, SwitchDevice) else None
        return EgressFacts(
            key=str(egress),
            name=f"{coordinator.settings.title if coordinator else egress.switch} {egress.port}",
            is_up=port.is_up if port else None,
            speed_bps=port.speed if port else None,
            contract_bps=self._settings.contract_bps,
            peak_in_bps=max(peaks.inward.values(), default=None),
            peak_out_bps=max(peaks.outward.values(), default=None),
            peak_since=min(peaks.first_at.values(), default=None),
        )

    @callback
    def _on_report(self, coordinator: DeviceCoordinator) -> None:
        device = coordinator.device
        if not isinstance(device, SwitchDevice) or not coordinator.is_answering:
            return
        at = dt_util.utcnow().timestamp()
        for egress, peaks in self._peaks.items():
            if egress.switch == coordinator.key and (port := device.ports.find(egress.port)) is not None:
                peaks.add(at, port.in_rate, port.out_rate)

    def _coordinator_of(self, key: str) -> DeviceCoordinator | None:
        return next((each for each in self._coordinators.values() if each.key == key), None)

    def _end(self, coordinator: DeviceCoordinator) -> None:
        for end in self._ends.pop(coordinator):
            end()


def _ignore(_reading: Reading) -> None:
    """Take a value that is looked up in the table instead."""
