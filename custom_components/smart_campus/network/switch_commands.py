"""Commands to ports: only where a person allowed them, never on an uplink, confirmed, and logged with who did it."""

import logging
from enum import StrEnum
from typing import Final

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..campuslink.device.switch import Port, SwitchDevice
from ..campuslink.errors import CampusLinkError, NotWritableError, RefusedError
from ..campuslink.model import Reading
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from .rules.picked_ports import PickedPorts
from .rules.text import clean_text

_LOGGER = logging.getLogger(__name__)

USUAL_OFF_S: Final = 5.0


class PortCommand(StrEnum):
    """What can be done to a port."""

    ENABLE = "enable"
    DISABLE = "disable"
    POE_ON = "poe_on"
    POE_OFF = "poe_off"
    POWER_CYCLE = "power_cycle"


_WANTED: Final = {
    PortCommand.ENABLE: True,
    PortCommand.DISABLE: False,
    PortCommand.POE_ON: True,
    PortCommand.POE_OFF: False,
    PortCommand.POWER_CYCLE: True,
}


async def async_run_command(
    hass: HomeAssistant,
    coordinator: DeviceCoordinator,
    port_name: str,
    command: PortCommand,
    context: Context | None,
    *,
    off_s: float = USUAL_OFF_S,
) -> Port:
    """Do something to a port and return the port it was done to.

    Raises ServiceValidationError when it is not allowed or makes no sense, HomeAssistantError when the switch does not
    do it or cannot be asked.
    """
    device = require_switch(coordinator)
    port = find_port(coordinator, device, port_name)
    _require_allowed(coordinator, port)
    user = await _async_user_name(hass, context)
    name = clean_text(port.name)
    _LOGGER.warning("%s: %s of port %s by %s", coordinator.name, command, name, user)
    try:
        reading = await _send(device, port, command, off_s)
    except CampusLinkError as err:
        _LOGGER.warning("%s: %s of port %s failed: %s", coordinator.name, command, name, err)
        raise _translate(err, name) from err
    if reading.value is not _WANTED[command]:
        raise HomeAssistantError(
            translation_domain=DOMAIN, translation_key="port_not_confirmed", translation_placeholders={"port": name}
        )
    _LOGGER.info("%s: %s of port %s is done", coordinator.name, command, name)
    return port


def require_switch(coordinator: DeviceCoordinator) -> SwitchDevice:
    """Return the switch behind a coordinator. Raises ServiceValidationError when it is another kind of device."""
    if isinstance(coordinator.device, SwitchDevice):
        return coordinator.device
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="not_a_switch",
        translation_placeholders={"device": coordinator.settings.title},
    )


def find_port(coordinator: DeviceCoordinator, device: SwitchDevice, name: str) -> Port:
    """Return a port by its name, its label, or its number in the switch. Raises ServiceValidationError."""
    port = device.ports.find(name)
    if port is None and name.isdecimal() and len(name) < 11:
        port = device.ports.get(int(name))
    if port is not None:
        return port
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="unknown_port",
        translation_placeholders={"device": coordinator.settings.title, "port": clean_text(name)},
    )


def _require_allowed(coordinator: DeviceCoordinator, port: Port) -> None:
    picked = PickedPorts.from_options(coordinator.settings.options)
    if not picked.allow_control:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="port_control_off",
            translation_placeholders={"device": coordinator.settings.title},
        )
    if port.name in picked.uplinks:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="port_is_uplink",
            translation_placeholders={"device": coordinator.settings.title, "port": clean_text(port.name)},
        )


async def _send(device: SwitchDevice, port: Port, command: PortCommand, off_s: float) -> Reading:
    match command:
        case PortCommand.ENABLE | PortCommand.DISABLE:
            return await device.set_port_admin(port.if_index, up=command is PortCommand.ENABLE)
        case PortCommand.POE_ON | PortCommand.POE_OFF:
            return await device.set_poe(port.if_index, on=command is PortCommand.POE_ON)
        case PortCommand.POWER_CYCLE:
            return await device.cycle_poe(port.if_index, off_s=off_s)


async def _async_user_name(hass: HomeAssistant, context: Context | None) -> str:
    user = await hass.auth.async_get_user(context.user_id) if context and context.user_id else None
    return clean_text(user.name or user.id) if user else "an automation"


def _translate(err: CampusLinkError, port: str) -> HomeAssistantError:
    match err:
        case NotWritableError():
            key = "port_not_writable"
        case RefusedError():
            key = "port_refused"
        case _:
            key = "port_not_reached"
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={"port": port, "detail": clean_text(str(err), 200)},
    )
