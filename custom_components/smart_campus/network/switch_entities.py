"""Entities of a switch: few by default; those of ports only for the ports a person picked."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorEntity
from homeassistant.components.sensor.const import SensorDeviceClass, SensorStateClass
from homeassistant.components.switch import SwitchEntity
from homeassistant.components.switch.const import SwitchDeviceClass
from homeassistant.const import Platform, UnitOfDataRate, UnitOfPower
from homeassistant.core import callback
from homeassistant.helpers.entity import Entity

from ..campuslink.device.switch import Port, SwitchDevice
from ..campuslink.device.switch.summary import busiest_port
from ..coordinator import DeviceCoordinator
from ..description import binary_sensor_description, sensor_description, shown_on
from ..entity import DeviceEntity
from ..points import PointBinarySensor, PointSensor, point_entities
from .rules.picked_ports import PickedPorts
from .rules.text import clean_text
from .switch_commands import PortCommand, async_run_command

MOST_CAUSES = 20


def switch_entities(coordinator: DeviceCoordinator) -> dict[Platform, list[Entity]]:
    """Return the entities of one switch, by platform."""
    entities = point_entities(coordinator)
    picked = PickedPorts.from_options(coordinator.settings.options)
    own: dict[str, Entity] = {entity.unique_id or "": entity for entity in _with_attributes(coordinator)}
    found = {
        platform: [own.get(entity.unique_id or "", entity) for entity in members]
        for platform, members in entities.items()
    }
    for name in picked.ports:
        found[Platform.BINARY_SENSOR].append(PortLink(coordinator, name))
        found[Platform.SENSOR] += [PortRate(coordinator, name, way) for way in ("in", "out")]
        if name in picked.poe_ports:
            found[Platform.SENSOR].append(PortPower(coordinator, name))
            found.setdefault(Platform.SWITCH, []).append(PortPoe(coordinator, name))
    return found


def _with_attributes(coordinator: DeviceCoordinator) -> list[Entity]:
    device = coordinator.device
    problems = shown_on(Platform.BINARY_SENSOR, ("problem",), device.catalogue)
    busiest = shown_on(Platform.SENSOR, ("worst_utilisation",), device.catalogue)
    return [
        *(SwitchProblem(coordinator, binary_sensor_description(entry, shape)) for entry, shape in problems),
        *(BusiestPort(coordinator, sensor_description(entry, shape)) for entry, shape in busiest),
    ]


class SwitchProblem(PointBinarySensor):
    """Whether a switch is in trouble, and why."""

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self._coordinator.async_listen_reports(self._on_report))
        self._on_report()

    @callback
    def _on_report(self) -> None:
        device = self._coordinator.device
        causes = device.causes[:MOST_CAUSES] if isinstance(device, SwitchDevice) else ()
        told = [{"kind": cause.kind, **({"port": clean_text(cause.port)} if cause.port else {})} for cause in causes]
        attributes: Mapping[str, Any] = {"causes": told}
        if attributes != getattr(self, "_attr_extra_state_attributes", None):
            self._attr_extra_state_attributes = dict(attributes)
            self.async_write_ha_state()


class BusiestPort(PointSensor):
    """The highest utilisation of a port, and which port that is."""

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        device = self._coordinator.device
        port = busiest_port(device.ports) if isinstance(device, SwitchDevice) else None
        return {"port": None if port is None else clean_text(port)}


class PortEntity(DeviceEntity):
    """Something of one port; unavailable while the port is not in the table."""

    _key: str

    def __init__(self, coordinator: DeviceCoordinator, port: str) -> None:
        """port: its name."""
        super().__init__(coordinator, f"port_{port}_{self._key}")
        self._port_name = port
        self._port: Port | None = None
        self._was_available = False
        self._attr_translation_placeholders = {"port": clean_text(port)}

    @property
    @override
    def available(self) -> bool:
        return super().available and self._port is not None

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.ask_for("ports_up")
        self._look()

    @callback
    @override
    def _on_report(self) -> None:
        before = self._port, self._was_available
        self._look()
        if self._shown(self._port) != self._shown(before[0]) or self.available is not before[1]:
            self.async_write_ha_state()

    def _look(self) -> None:
        device = self._coordinator.device
        self._port = device.ports.find(self._port_name) if isinstance(device, SwitchDevice) else None
        self._was_available = self.available

    def _shown(self, port: Port | None) -> object:
        """Return what of a port the state tells."""
        raise NotImplementedError


class PortLink(PortEntity, BinarySensorEntity):
    """Whether a port has a link."""

    _key = "link"
    _attr_translation_key = "port_link"
    _attr_device_class = BinarySensorDeviceClass.CONNECTIVITY

    @property
    @override
    def is_on(self) -> bool | None:
        return None if self._port is None else self._port.is_up

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        port = self._port
        if port is None:
            return {}
        neighbours = [clean_text(each.name or each.chassis_id or "") for each in port.neighbours]
        return {
            "label": clean_text(port.alias or ""),
            "speed": port.speed,
            "duplex": port.duplex,
            "enabled": port.admin_up,
            "neighbours": [name for name in neighbours if name],
        }

    @override
    def _shown(self, port: Port | None) -> object:
        if port is None:
            return None
        return port.is_up, port.alias, port.speed, port.duplex, port.admin_up, port.neighbours


class PortRate(PortEntity, SensorEntity):
    """What a port receives or sends."""

    _attr_device_class = SensorDeviceClass.DATA_RATE
    _attr_state_class = SensorStateClass.MEASUREMENT
    _attr_native_unit_of_measurement = UnitOfDataRate.BITS_PER_SECOND
    _attr_suggested_unit_of_measurement = UnitOfDataRate.MEGABITS_PER_SECOND
    _attr_suggested_display_precision = 2

    def __init__(self, coordinator: DeviceCoordinator, port: str, way: str) -> None:
        """way: ``in`` or ``out``."""
        self._key = f"traffic_{way}"
        self._way = way
        self._attr_translation_key = "port_traffic_in" if way == "in" else "port_traffic_out"
        super().__init__(coordinator, port)

    @property
    @override
    def native_value(self) -> float | None:
        rate = self._shown(self._port)
        return rate if isinstance(rate, float) else None

    @override
    def _shown(self, port: Port | None) -> object:
        return None if port is None else port.in_rate if self._way == "in" else port.out_rate


class PortPower(PortEntity, SensorEntity):
    """The power a port delivers."""

    _key = "poe_power"
    _attr_translation_key = "port_poe_power"
    _attr_device_class = SensorDeviceClass.POWER
    _attr_state_class = SensorStateClass.MEASUREMENT
    _attr_native_unit_of_measurement = UnitOfPower.WATT
    _attr_suggested_display_precision = 1

    @property
    @override
    def native_value(self) -> float | None:
        return None if self._port is None else self._port.poe_power

    @override
    def _shown(self, port: Port | None) -> object:
        return None if port is None else port.poe_power


class PortPoe(PortEntity, SwitchEntity):
    """The power of a port, to be switched where that is allowed."""

    _key = "poe"
    _attr_translation_key = "port_poe"
    _attr_device_class = SwitchDeviceClass.OUTLET

    @property
    @override
    def is_on(self) -> bool | None:
        return None if self._port is None else self._port.poe_enabled

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        return {"poe_state": None if self._port is None else self._port.poe_state}

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await self._async_switch(PortCommand.POE_ON)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await self._async_switch(PortCommand.POE_OFF)

    async def _async_switch(self, command: PortCommand) -> None:
        await async_run_command(self.hass, self._coordinator, self._port_name, command, self._context)

    @override
    def _shown(self, port: Port | None) -> object:
        return None if port is None else (port.poe_enabled, port.poe_state)
