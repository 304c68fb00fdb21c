"""Entities of a probe: the points of the group, and a few for each path."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import PERCENTAGE, Platform, UnitOfTime
from homeassistant.core import callback
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.restore_state import ExtraStoredData, RestoredExtraData, RestoreEntity

from ..campuslink.device.probe.device import ProbeDevice
from ..campuslink.device.probe.results import PathResult
from ..campuslink.device.probe.verdict import PathState
from ..campuslink.link.probe.measurement import Reason
from ..campuslink.link.probe.target import Target, Way
from ..coordinator import DeviceCoordinator
from ..entity import DeviceEntity
from ..points import point_entities

PROBLEM = "problem"
MOST_CAUSES = 20
"""Paths a problem names; the others are counted."""


@dataclass(frozen=True, kw_only=True)
class PathSensorDescription(SensorEntityDescription):
    """A value of one path."""

    value_fn: Callable[[PathResult], float | None]
    exists_fn: Callable[[Target], bool] = lambda _: True


PATH_SENSORS = (
    PathSensorDescription(
        key="latency",
        translation_key="path_latency",
        device_class=SensorDeviceClass.DURATION,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfTime.MILLISECONDS,
        suggested_display_precision=1,
        value_fn=lambda row: row.latency_ms,
    ),
    PathSensorDescription(
        key="loss",
        translation_key="path_loss",
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=PERCENTAGE,
        suggested_display_precision=1,
        entity_registry_enabled_default=False,
        value_fn=lambda row: row.loss_percent,
        exists_fn=lambda target: target.way is Way.PING,
    ),
    PathSensorDescription(
        key="jitter",
        translation_key="path_jitter",
        device_class=SensorDeviceClass.DURATION,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfTime.MILLISECONDS,
        suggested_display_precision=1,
        entity_registry_enabled_default=False,
        value_fn=lambda row: row.jitter_ms,
        exists_fn=lambda target: target.way is Way.PING,
    ),
    PathSensorDescription(
        key="certificate",
        translation_key="path_certificate",
        device_class=SensorDeviceClass.DURATION,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfTime.DAYS,
        suggested_display_precision=0,
        value_fn=lambda row: None if row.days_left is None else round(row.days_left, 1),
        exists_fn=lambda target: target.way is Way.HTTPS,
    ),
    PathSensorDescription(
        key="clock_offset",
        translation_key="path_clock_offset",
        device_class=SensorDeviceClass.DURATION,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfTime.MILLISECONDS,
        suggested_display_precision=1,
        value_fn=lambda row: row.offset_ms,
        exists_fn=lambda target: target.way is Way.NTP,
    ),
)


def probe_entities(coordinator: DeviceCoordinator) -> dict[Platform, list[Entity]]:
    """Return the entities of a probe, by platform."""
    device = coordinator.device
    found = point_entities(coordinator)
    if not isinstance(device, ProbeDevice):
        return found
    plain = [each for each in found[Platform.BINARY_SENSOR] if each.entity_description.key != PROBLEM]
    targets = [row.target for row in device.results.values()]
    return {
        Platform.SENSOR: [*found[Platform.SENSOR], *_path_sensors(coordinator, device, targets)],
        Platform.BINARY_SENSOR: [
            *plain,
            ProbeProblem(coordinator, device),
            *(PathReachable(coordinator, device, target) for target in targets),
        ],
    }


def _path_sensors(coordinator: DeviceCoordinator, device: ProbeDevice, targets: list[Target]) -> Iterator[Entity]:
    for target in targets:
        for description in PATH_SENSORS:
            if description.exists_fn(target):
                yield PathSensor(coordinator, device, target, description)


class ProbeEntity(DeviceEntity):
    """An entity made from the table of a probe; writes its state only when it changed."""

    def __init__(self, coordinator: DeviceCoordinator, device: ProbeDevice, key: str) -> None:
        """key: tells the probe's entities apart."""
        super().__init__(coordinator, key)
        self._device = device
        self._shown: object = None

    @override
    async def async_added_to_hass(self) -> None:
        self.ask_for(PROBLEM)
        await super().async_added_to_hass()
        self._shown = self._look()

    @callback
    @override
    def _on_report(self) -> None:
        shown = self._look()
        if shown != self._shown:
            self._shown = shown
            self.async_write_ha_state()

    @abstractmethod
    def _look(self) -> object:
        """Take over what the table says; return all of it that is shown."""


class ProbeProblem(ProbeEntity, BinarySensorEntity):
    """Whether a path of the group fails or answers beyond its thresholds, and which."""

    _attr_translation_key = PROBLEM
    _attr_device_class = BinarySensorDeviceClass.PROBLEM
    _unrecorded_attributes = frozenset({"causes"})

    def __init__(self, coordinator: DeviceCoordinator, device: ProbeDevice) -> None:
        """Take the place of the point of the same name."""
        super().__init__(coordinator, device, PROBLEM)

    @override
    def _look(self) -> object:
        table = self._device.results
        value = self.value_of(PROBLEM)
        self._attr_is_on = None if value is None else bool(value)
        self._attr_extra_state_attributes = {
            "causes": [_cause(row) for row in table.bad[:MOST_CAUSES]],
            "further_causes": max(len(table.bad) - MOST_CAUSES, 0),
        }
        return self.available, self._attr_is_on, self._attr_extra_state_attributes


class PathEntity(ProbeEntity):
    """An entity of one path."""

    def __init__(self, coordinator: DeviceCoordinator, device: ProbeDevice, target: Target, key: str) -> None:
        """key: tells the path's entities apart."""
        super().__init__(coordinator, device, f"path_{target.id}_{key}")
        self._target_id = target.id
        self._attr_translation_placeholders = {"path": target.name}

    @property
    def _row(self) -> PathResult:
        return self._device.results[self._target_id]


class PathReachable(PathEntity, BinarySensorEntity, RestoreEntity):
    """Whether the other end of a path answers. Keeps the state of the path over a restart."""

    _attr_translation_key = "path_reachable"
    _attr_device_class = BinarySensorDeviceClass.CONNECTIVITY

    def __init__(self, coordinator: DeviceCoordinator, device: ProbeDevice, target: Target) -> None:
        """target: the path to show."""
        super().__init__(coordinator, device, target, "reachable")

    @override
    async def async_added_to_hass(self) -> None:
        if stored := await self.async_get_last_extra_data():
            _restore(self._device, self._target_id, stored.as_dict())
        await super().async_added_to_hass()

    @property
    @override
    def extra_restore_state_data(self) -> ExtraStoredData:
        row = self._row
        reasons = [reason.value for reason in row.verdict.reasons]
        return RestoredExtraData({"path_state": row.state.value, "reasons": reasons, "since": row.since})

    @override
    def _look(self) -> object:
        row = self._row
        self._attr_is_on = row.is_reachable
        self._attr_extra_state_attributes = {
            "way": row.target.way.value,
            "path_state": row.state.value,
            "reasons": [reason.value for reason in row.verdict.reasons],
        }
        return self.available, self._attr_is_on, self._attr_extra_state_attributes


class PathSensor(PathEntity, SensorEntity):
    """A value of a path."""

    entity_description: PathSensorDescription

    def __init__(
        self,
        coordinator: DeviceCoordinator,
        device: ProbeDevice,
        target: Target,
        description: PathSensorDescription,
    ) -> None:
        """target: the path to show."""
        self.entity_description = description
        super().__init__(coordinator, device, target, description.key)

    @override
    def _look(self) -> object:
        value = self.entity_description.value_fn(self._row)
        self._attr_native_value = None if value is None else round(value, 3)
        return self.available, self._attr_native_value


def _restore(device: ProbeDevice, target_id: str, stored: Mapping[str, Any]) -> None:
    try:
        state, since = PathState(stored["path_state"]), float(stored["since"])
        reasons = [Reason(reason) for reason in stored["reasons"]]
    except KeyError, TypeError, ValueError:
        return
    device.restore_path(target_id, state, reasons, since)


def _cause(row: PathResult) -> Mapping[str, Any]:
    return {
        "path": row.target.name,
        "state": row.state.value,
        "reasons": [reason.value for reason in row.verdict.reasons],
    }
