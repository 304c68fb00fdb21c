"""Commands to lighting: sent, observed, and told in one clear sentence when they do not take."""

from collections.abc import Mapping
from typing import Final

from homeassistant.exceptions import HomeAssistantError

from ..campuslink.device.device import Device
from ..campuslink.device.mqtt.node import MqttNode
from ..campuslink.errors import CampusLinkError, CannotConnectError, NotWritableError, RefusedError
from ..campuslink.model import Reading, Value
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator

TROUBLES: Final[tuple[tuple[type[CampusLinkError], str], ...]] = (
    (RefusedError, "lighting_refused"),
    (NotWritableError, "lighting_not_settable"),
    (CannotConnectError, "lighting_unreachable"),
    (CampusLinkError, "lighting_no_answer"),
)
"""Sentence by what went wrong."""

NOT_SEEN: Final = "lighting_not_seen"


async def async_set(coordinator: DeviceCoordinator, values: Mapping[str, Value]) -> None:
    """Set points of one device and show what is observed afterwards; relays of a module that are neighbours at once.

    Raises HomeAssistantError, translated, when the device refused, did not answer, or does not show it.
    """
    try:
        readings = await _async_write(coordinator, values)
    except CampusLinkError as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key=next(key for kind, key in TROUBLES if isinstance(err, kind)),
            translation_placeholders={"name": coordinator.settings.title},
        ) from err
    coordinator.on_push(readings)
    if any(not _is_done(coordinator, point, value, readings[point]) for point, value in values.items()):
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key=NOT_SEEN,
            translation_placeholders={"name": coordinator.settings.title},
        )


async def _async_write(coordinator: DeviceCoordinator, values: Mapping[str, Value]) -> Mapping[str, Reading]:
    device = coordinator.device
    if len(values) > 1 and isinstance(device, Device):
        return await device.write_group(values)
    return {point: await device.write(point, value) for point, value in values.items()}


def _is_done(coordinator: DeviceCoordinator, point: str, value: Value, reading: Reading) -> bool:
    device = coordinator.device
    return device.is_done(point, value, reading) if isinstance(device, MqttNode) else reading.value == value
