"""What is found wrong at devices and in the network, as reports of alerts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar

from ..campuslink.model import Kind
from ..coordinator import DeviceCoordinator
from ..network.rules.port_map import PortRef
from ..network.telling import LINE, RAISED, area_of, name_of, room_of_port
from ..network.watch import NetworkWatch
from .rules.alert import AlertReport, Severity, Text
from .rules.sources import Finding, Source, SourceRule, rules_from


@dataclass(frozen=True, slots=True)
class Watched:
    """A device whose values are looked at."""

    subentry_id: str
    coordinator: DeviceCoordinator
    points: tuple[str, ...]
    """What its findings need."""


class Reports:
    """Words the faults of one site."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        self._hass = hass
        self._entry_id = entry_id
        self.rules: Mapping[Source, SourceRule] = rules_from(())
        """How each source is taken."""

    def of_network(self, watch: NetworkWatch, devices: Mapping[str, Watched]) -> Iterator[tuple[Source, AlertReport]]:
        """Yield every fault of the network with its source. devices: by subentry id."""
        for key, judge in watch.judges.items():
            for finding in judge.health.findings:
                kind = RAISED.get(finding.fault)
                if kind is None or watch.is_in_maintenance(key):
                    continue
                at = PortRef(key, finding.port)
                names = ", ".join(name_of(watch, device) for device in watch.places.port_map.devices_on(at))
                yield (
                    Source(kind.value),
                    self.make(
                        f"port:{key}:{finding.port}:{finding.fault.value}",
                        Source(kind.value),
                        {"device": name_of(watch, key), "part": finding.port},
                        area_id=room_of_port(watch, at) or area_of(watch, key),
                        evidence={"port": finding.port, "connected": names} if names else {"port": finding.port},
                    ),
                )
        for key in watch.announced:
            yield self._unreachable(watch, devices, key)

    def _unreachable(
        self, network: NetworkWatch, devices: Mapping[str, Watched], key: str
    ) -> tuple[Source, AlertReport]:
        thing = network.reach.things.get(key)
        subentry_id = None if thing is None else thing.subentry_id
        watched = devices.get(subentry_id or "")
        source = Source.DEVICE_UNREACHABLE
        if thing is not None and thing.is_path:
            source = Source.PATH_UNREACHABLE
        elif watched is not None and watched.coordinator.settings.kind is Kind.METER and not key.startswith(LINE):
            source = Source.METER_SILENT
        cause = network.cause_of(key)
        return source, self.make(
            f"down:{key}",
            source,
            {"device": name_of(network, key)},
            area_id=area_of(network, key if thing is None else thing.device),
            subentry_id=subentry_id,
            parent=None if cause == key else f"down:{cause}",
        )

    def of_device(self, watched: Watched, finding: Finding) -> AlertReport:
        """Return what a finding of a device says, right or wrong."""
        coordinator = watched.coordinator
        evidence = {"detail": finding.detail} if finding.detail else {}
        key = ":".join(filter(None, (finding.source.value, coordinator.key, finding.part)))
        return self.make(
            key,
            finding.source,
            {"device": coordinator.settings.title, "part": finding.part},
            area_id=coordinator.area_id,
            subentry_id=watched.subentry_id,
            evidence=evidence,
        )

    def make(
        self,
        key: str,
        source: Source,
        names: Mapping[str, str],
        *,
        area_id: str | None = None,
        subentry_id: str | None = None,
        evidence: Mapping[str, str] | None = None,
        parent: str | None = None,
    ) -> AlertReport:
        """Return a report. names: placeholders of its title; parent: key of the fault it is a part of."""
        rule = self.rules[source]
        area = ar.async_get(self._hass).async_get_area(area_id) if area_id else None
        return AlertReport(
            key=key,
            severity=rule.severity or Severity.NOTICE,
            title=Text(source.value, names),
            site=self._entry_id,
            room="" if area is None else area.name,
            area_id=area_id,
            device_subentry_id=subentry_id,
            evidence=evidence or {},
            parent_key=parent,
            category=rule.category,
        )
