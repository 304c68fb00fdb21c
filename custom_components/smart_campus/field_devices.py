"""Devices out in the rooms that speak Modbus, like meters, or publish to a broker: lighting and environment sensors."""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity

from .broker import broker_of
from .campuslink.device.base import PollableDevice
from .campuslink.device.mqtt.node import MqttNode
from .campuslink.device.spec import DeviceSpec
from .campuslink.link.base import LinkSource
from .campuslink.profile.schema import Protocol
from .coordinator import DeviceCoordinator
from .meters.kind import METER
from .points import point_entities

CONF_VALUES: Final = "values"
"""Option: points that are shown; without it, all of them."""


async def async_open_field_device(hass: HomeAssistant, links: LinkSource, spec: DeviceSpec) -> PollableDevice:
    """Open a device of a site. Raises LinkConflictError, CodecError."""
    if spec.profile.transport.protocol is Protocol.MQTT:
        return _node(hass, spec)
    return await METER.open(hass, links, spec)


@asynccontextmanager
async def async_hold_field_device(hass: HomeAssistant, spec: DeviceSpec) -> AsyncIterator[PollableDevice]:
    """Hold a device for a context. Raises like `async_open_field_device`."""
    if spec.profile.transport.protocol is not Protocol.MQTT:
        async with METER.hold(hass, spec) as device:
            yield device
        return
    node = _node(hass, spec)
    try:
        yield node
    finally:
        await node.close()


def value_entities(coordinator: DeviceCoordinator) -> dict[Platform, list[Entity]]:
    """Return the entities of the points a person wants to see, by platform."""
    return point_entities(coordinator, shown_values(coordinator.device.points, coordinator.settings.options))


def shown_values(points: Collection[str], options: Mapping[str, Any]) -> tuple[str, ...]:
    """Return those of the points that are shown."""
    chosen = options.get(CONF_VALUES)
    return tuple(point for point in points if not isinstance(chosen, list) or point in chosen)


def _node(hass: HomeAssistant, spec: DeviceSpec) -> MqttNode:
    return MqttNode(spec.profile, broker_of(hass), spec.catalogue, spec.address)
